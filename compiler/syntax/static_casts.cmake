# The 4.7 tool casts a rule's context to its own type with dynamic_cast in every action, an eighth of the time of a
# parse; later versions of the tool write static_cast, as the type is known.
file(READ ${PARSER} text)
string(REPLACE "dynamic_cast<" "static_cast<" text "${text}")
file(WRITE ${PARSER} "${text}")
