# Fails when the generated parser calls ANTLR's general prediction anywhere.
file(STRINGS ${PARSER} calls REGEX "adaptivePredict")
if(calls)
  message(FATAL_ERROR "the grammar is not LL(1); decisions that need more than one token:\n${calls}")
endif()
