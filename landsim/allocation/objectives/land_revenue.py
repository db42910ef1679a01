"""Present value of what the firm pays for its land or floor space."""

import numpy as np

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.allocation.outlook import VALUED_YEARS
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.label import Label
from landsim.core.policy import Policy
from landsim.core.problem import FloatArray
from landsim.core.tenure import TenureTerms, foreseen_payments


@objectives.register("land_revenue")
class LandRevenue:
    """Price, rents and conversion price as the contract foresees them, less early servicing.

    What tenants pay for floor space counts as well: the park owns its buildings.
    """

    label = Label(zh="土地收入现值", en="land revenue, present value")
    unit = "million CNY"

    def amounts(self, options: Options) -> FloatArray:
        """Return the present value of each option's payments, in million CNY.

        Notes
        -----
        Payments within `VALUED_YEARS` of the contract count, discounted at the policy's rate
        to the problem's first period; early servicing is paid when the land is given.
        """
        land, problem = options.land, options.problem
        by_mode = np.array([_present_share(terms, problem.policy) for terms in land.modes])
        price = land.price_mcny_per_m2[options.take_parcel] * options.take_area_m2
        paid = options.sum_takes(price) * by_mode[options.mode] - options.early_cost_mcny
        days = land.first_day[options.period] - land.first_day[problem.first_period]
        rate = problem.policy.price.discount_rate_per_year
        return np.asarray(paid * (1 + rate) ** (-days / DAYS_PER_YEAR))


def _present_share(terms: TenureTerms, policy: Policy) -> float:
    """Return the present value, at contract, of all payments over the full-term price."""
    return sum(
        payment.share_of_full_price * policy.price.discount_factor(payment.after_years)
        for payment in foreseen_payments(terms, policy.price, VALUED_YEARS)
    )
