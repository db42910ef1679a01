"""Settings are read before parsing, from arguments first and the environment second."""

import pytest

from landsim.cli.settings import read_settings
from landsim.core.label import Language


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "zh", "runs"], {"LANDSIM_LANG": "en"}, Language.ZH),
        (["runs", "--lang=en"], {"LANDSIM_LANG": "zh"}, Language.EN),
        (["runs"], {"LANDSIM_LANG": "zh", "LANG": "en_GB.UTF-8"}, Language.ZH),
        (["runs"], {"LANG": "zh_CN.GBK"}, Language.ZH),
        (["runs"], {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, Language.EN),
        (["runs", "--", "--lang", "zh"], {"LANG": "en_US.UTF-8"}, Language.EN),
    ],
)
def test_language_follows_argument_then_variable_then_locale(arguments, environment, language):
    assert read_settings(arguments, environment).language is language


def test_flags_are_found_wherever_they_stand():
    settings = read_settings(["run", "park", "--json", "-q", "--no-color", "--debug"], {})
    assert (settings.is_json, settings.is_quiet, settings.is_debug) == (True, True, True)
    assert not settings.has_colour
    assert not settings.is_verbose


def test_no_color_variable_takes_colour_away():
    assert not read_settings([], {"NO_COLOR": "1"}).has_colour
    assert read_settings([], {}).has_colour


def test_command_line_is_kept_for_the_manifest():
    assert read_settings(["run", "park"], {}).arguments == ("run", "park")
