# Fails the build when the generated parser calls ANTLR's general prediction anywhere: one token of lookahead is what
# makes parsing fast and its errors exact.
file(STRINGS ${PARSER} calls REGEX "adaptivePredict")
if(calls)
  file(REMOVE ${PARSER})
  message(FATAL_ERROR "the grammar is not LL(1); decisions that need more than one token:\n${calls}")
endif()
