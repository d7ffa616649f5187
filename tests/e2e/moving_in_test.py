"""Every command of the guide about moving in ends as it should, with the real terraform."""

from guides import follow_all
from tools import tool

follow_all(("moving-in.md",), terraform=tool("terraform"))
