"""Every command of the guides that need nothing but fluxc ends as it should."""

from guides import follow_all

follow_all(("tutorial.md", "platform.md", "gitops.md", "two-owners.md"))
