"""lit over tests/lit: `// RUN:` lines with %fluxc, FileCheck, not and split-file.

%fluxc   the compiler; %check is `fluxc check --verify`, for `// expected-error@+1 [E3004] {{substring}}`
%stdlib, %examples, %sops   the folders of the source tree, %sops that of tests/data
%t, %s   lit's own: a scratch path of the test, and the test itself
"""

import os

import lit.formats

config.name = "lit"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".flux", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.environment["PATH"] = config.llvm_bin + os.pathsep + os.environ["PATH"]

config.substitutions += [
    ("%fluxc", config.fluxc),
    ("%check", config.fluxc + " check --verify"),
    ("%stdlib", os.path.join(config.flux_source_dir, "stdlib")),
    ("%examples", os.path.join(config.flux_source_dir, "examples")),
    ("%sops", os.path.join(config.flux_source_dir, "tests", "data", "sops")),
]
