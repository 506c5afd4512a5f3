"""Zone abbreviations as printed on wires, in minutes east of UTC. A fixed table: no look-up by guess.

Ambiguous ones are read as agencies print them: IST as India's, BST as Britain's, CST as North America's.
"""

ZONE_MINUTES = {
    "UTC": 0, "GMT": 0, "Z": 0, "UT": 0, "WET": 0, "TU": 0,
    "BST": 60, "IRST": 210, "WEST": 60, "CET": 60, "MEZ": 60, "HEC": 60, "WAT": 60,
    "CEST": 120, "MESZ": 120, "EET": 120, "CAT": 120, "SAST": 120, "OEZ": 120,
    "EEST": 180, "OESZ": 180, "MSK": 180, "EAT": 180, "TRT": 180, "GST": 240, "PKT": 300, "IST": 330,
    "NPT": 345, "ICT": 420, "WIB": 420, "HKT": 480, "SGT": 480, "MYT": 480, "PHT": 480, "AWST": 480,
    "JST": 540, "KST": 540, "ACST": 570, "AEST": 600, "ACDT": 630, "AEDT": 660, "NZST": 720, "NZDT": 780,
    "NST": -210, "NDT": -150, "AST": -240, "ADT": -180, "ART": -180, "BRT": -180, "CLT": -240,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
    "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600,
}  # fmt: skip
