"""Every sentence the file readers can say about a fault; the English text is the message id."""

# --- files -------------------------------------------------------------------------------
NO_SUCH_FILE = 'no such file "{name}"'
NO_SCENARIO_IN_FOLDER = "the folder has no scenario.yaml"
UNREADABLE = "cannot be read: {reason}"
UNKNOWN_ENCODING = "is neither UTF-8 nor GB 18030 text"
UNKNOWN_FORMAT = 'cannot read "{suffix}" files here; known: {known}'
EMPTY_FILE = "is empty"
EXTENDS_ITSELF = "extends itself, by way of {chain}"
NO_SUCH_PACK = 'no such policy pack "{name}"'
NO_SUCH_PRESET = 'no such preset "{name}"'
NO_SUCH_VARIANT = 'no such variant "{name}"'
NO_SUCH_TEMPLATE = 'no such template "{name}"'
NOT_EMPTY = "is not empty; nothing was written"
NO_SUCH_MIX = 'no such tenure mix "{name}"'
MIX_FORM = "bounds of a mode have the form mode=low-high; got {text}"
NOT_SYNTHETIC = "only the template synthetic can be ordered like this"

# --- published instances -----------------------------------------------------------------
GAP_POSITIVE = "must be a whole number above 0; got {value}"
GAP_WHICH = "holds {n} problems; choose one with --problem"
GAP_NO_SUCH = "the file holds problems 1 to {n}; got {got}"
GAP_TOO_SHORT_SIZE = "ends where the numbers of agents and items should stand"
GAP_TOO_SHORT = "{agents} agents and {items} items take {needed} numbers; the file ends after {got}"
GAP_TOO_LONG = "goes on after the last number that belongs to it"

# --- YAML --------------------------------------------------------------------------------
YAML_SYNTAX = "is not valid YAML: {reason}"
YAML_TAG = 'the tag "{tag}" is not understood'
YAML_RECURSIVE = "contains itself"
DUPLICATE_KEY = 'key "{key}" occurs twice; first on line {line}'
COMPLEX_KEY = "keys must be plain words"
NOT_A_MAPPING_FILE = "must hold keys and values at its top level"

# --- keys and values ---------------------------------------------------------------------
UNKNOWN_KEY = 'unknown key "{key}"'
MISSING_KEY = 'missing key "{key}"'
UNKNOWN_CHOICE = 'unknown choice "{value}"'
MUST_BE_NUMBER = "must be a number; got {value}"
MUST_BE_WHOLE = "must be a whole number; got {value}"
MUST_BE_YES_NO = "must be true or false; got {value}"
MUST_BE_TEXT = "must be text; got {value}"
MUST_BE_DATE = "must be a date such as 2021-03-31; got {value}"
MUST_BE_MAPPING = "must hold keys and values; got {value}"
MUST_BE_KEYED = "must be a mapping by {key}; got {value}"
MUST_BE_LIST = "must be a list; got {value}"
MUST_NOT_BE_NULL = "must not be null"
NOTHING_TO_REMOVE = 'there is no "{key}" to remove'
MISSING_LAW = "must be a number or a law; got {value}"
UNKNOWN_LAW = 'unknown law "{law}"'
SOURCE_INCOMPLETE = "a sourced value must state {keys}"
UNKNOWN_CONFIDENCE = 'unknown confidence "{value}"; known: V, D, K, U, A and set'
NO_PACK = "a scenario must name its policy pack"
INVALID = "is not valid: {reason}"
NO_SUCH_NAME = 'no such {kind} "{name}"'

# --- overrides ---------------------------------------------------------------------------
OVERRIDE_FORM = "an override has the form key=value; got {text}"

# --- tables ------------------------------------------------------------------------------
EMPTY_TABLE = "has a header but no rows"
MISSING_COLUMN = 'missing column "{column}"'
UNKNOWN_COLUMN = 'unknown column "{column}"'
IGNORED_COLUMN = 'column "{column}" is not used'
DUPLICATE_COLUMN = 'column "{column}" says the same as column "{first}"'
UNKNOWN_UNIT = 'unknown unit "{unit}" in column "{column}"; known: {known}'
MISSING_VALUE = "must not be empty"
DUPLICATE_ID = '"{id}" occurs twice; first at {first}'
ROW_TOO_LONG = "the row has {cells} cells; the header has {columns}"
BAD_WORKBOOK = "is not a workbook that can be read: {reason}"
NEED_BEFORE_FILED = "must not precede filing on {filed}; got {value}"

# --- land --------------------------------------------------------------------------------
BAD_GEOJSON = "is not valid GeoJSON: {reason}"
NOT_A_POLYGON = "must be a polygon; got {kind}"
MANY_PARTS = "has {parts} separate parts; a parcel is one polygon"
INVALID_POLYGON = "the polygon is not valid: {reason}"
OVERLAP = "overlaps {other} by {area} m²"
UNKNOWN_CRS = 'unknown coordinate system "{crs}"'
MISSING_CRS = "polygons need a coordinate system in park.crs"
AREA_DIFFERS = "states {stated} m², but its polygon measures {measured} m²"
NO_AREA = "needs an area or a polygon"
DEGREES_LABELLED_METRES = (
    "coordinates such as ({x}, {y}) are degrees, but {crs} is measured in metres"
)
METRES_LABELLED_DEGREES = (
    "coordinates such as ({x}, {y}) are metres, but {crs} is measured in degrees"
)
LATITUDE_FIRST = "coordinates such as ({x}, {y}) have latitude before longitude"
SWAPPED_AXES = "coordinates such as ({x}, {y}) have north before east; easting must come first"
PREFIX_IN_CENTRAL_MERIDIAN = (
    "eastings such as {x} carry the zone prefix {zone}, but {crs} has eastings without prefix"
)
NO_PREFIX_IN_ZONE = (
    "eastings such as {x} carry no zone prefix, but {crs} has eastings that begin with {zone}"
)
WRONG_PREFIX = "eastings such as {x} carry the zone prefix {zone}, but {crs} has prefix {expected}"
FAR_FROM_PARK = "lies {distance} km from the parcels"

# --- warnings ----------------------------------------------------------------------------
NO_DEMAND = "no project is listed and none is generated"
DEMAND_EXCEEDS_SUPPLY = (
    "projects ask for {asked} mu in all; the park has {supplied} mu ({ratio} times)"
)
POWER_EXCEEDS_SUPPLY = (
    "projects ask for {asked} MW in all; the nodes supply {supplied} MW at the end ({ratio} times)"
)
NO_ADMISSIBLE_ZONE = "meets the admission standard in none of its zones ({zones})"
FILES_OUTSIDE = "files on {date}, outside the horizon from {start} to {end}"
READY_AFTER_END = "is ready on {date}, after the horizon ends on {end}"
NO_PARCEL_IN_ZONE = "no parcel lies in a zone it can use ({zones})"
PARCEL_WITHOUT_POWER = "no power node serves it, so power does not limit it"

# --- hints -------------------------------------------------------------------------------
DID_YOU_MEAN = 'did you mean "{name}"?'
DID_YOU_MEAN_OR = 'did you mean "{name}"? known: {known}'
KNOWN = "known: {known}"
BROUGHT_IN_BY = "brought in by extends"
SET_CRS = "set park.crs to {crs}"
SWAP_AXES = "surveyors write north as X: exchange the two coordinates"
EXPLODE = "split it into parcels of one polygon each"
NAME_PACK = "add policy.pack; known: {known}"
STATE_CRS = "for example park.crs: EPSG:4547"
