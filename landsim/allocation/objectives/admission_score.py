"""Admission mark."""

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("admission_score")
class AdmissionScore:
    """Weighted mark of the scorecard under the admission standard in force."""

    label = Label(zh="准入评分", en="admission mark")
    unit = "marks"

    def amounts(self, options: Options) -> FloatArray:
        """Return the mark of each option's project, 0 to 100."""
        score = options.problem.policy.admission.score
        marks = options.askers.values(score(entry.project) for entry in options.askers.asking)
        return marks[options.project]
