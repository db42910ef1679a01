"""The verbs in the order of work, each with its help; its module carries its name."""

VERBS = {
    "new": "Make a scenario folder to start from.",
    "validate": "Check a scenario; run nothing.",
    "plan": "Plan with every project known beforehand; simulate nothing.",
    "run": "Decide, approve, build and measure over the whole horizon; write a report.",
    "compare": "Compare runs pair by pair on the same luck.",
    "explain": "Say why a project got its land, or why it got none.",
    "report": "Write the offline HTML report of one or more runs.",
    "export": "Hand a run to Excel, QGIS or a notebook.",
    "runs": "List, show or remove stored runs.",
    "verify": "Recheck a stored run without a solver.",
    "schema": "Print the JSON Schema of a scenario file.",
    "plugins": "List the registered components and where they come from.",
    "doctor": "Check this machine, for a bug report.",
}
