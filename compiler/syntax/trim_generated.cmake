# Takes out of the generated sources in FOLDER what costs time and gives nothing.
#
# The 4.7 tool casts a rule's context to its own type with dynamic_cast in every action, an eighth of the time of a
# parse; later versions of the tool write static_cast, as the type is known. And every start of the program would make
# all of ANTLR's tables, half of what a start takes: now the lexer's are made when the first text is read, and the
# parser's, which only messages need, at the first error. They are not verified, as the tool has only just made them.
foreach(class FluxLexer FluxParser)
  foreach(source ${FOLDER}/${class}.cpp ${FOLDER}/${class}.h)
    file(READ ${source} text)
    string(REPLACE "dynamic_cast<" "static_cast<" text "${text}")
    string(REPLACE "${class}::Initializer ${class}::_init;" "" text "${text}")
    string(REPLACE "return _atn;" "static const Initializer made_when_asked; return _atn;" text "${text}")
    string(REPLACE "atn::ATNDeserializer deserializer;"
           "atn::ATNDeserializationOptions options;
  options.setVerifyATN(false);
  atn::ATNDeserializer deserializer(options);" text "${text}")
    file(WRITE ${source} "${text}")
  endforeach()
endforeach()
