// Characters to raw tokens. The lexer sees bytes, not code points: every byte outside ASCII is shown to it as 0x7F
// (see compiler/syntax/byte_stream.h), so offsets are bytes and the text of a token is read from the source itself.
lexer grammar FluxLexer;

// Made by the token filter alone, never matched here: see README.md.
tokens {
  NL, TEXT, STR_END, STR_BROKEN, INTERP, CALL, INDEX, BODY, ANGLE,
  IMPORT, FROM, AS, TYPE, ABSTRACT, LAYER, ENVIRONMENT, EXTENDS, AT, FN, SECRET, EXPORT,
  LET, CHECK, ACROSS, ENVIRONMENTS, DELETE, FINAL, DEFAULT, EMIT, RENAMED, REMOVED, BECAUSE,
  IF, THEN, ELSE, FOR, IN, IS, ABSENT, MATCH, WITH
}

WS: [ \t\r]+ -> skip;
NEWLINE: '\n' [ \t\r\n]*;
DOC: '///' ~[\n]*;
LINE_COMMENT: '//' ~[\n]*;
// Whoever reads the token looks whether it was closed; without EOF here every `/*` would scan the file again.
BLOCK_COMMENT: '/*' .*? ('*/' | EOF);

RAW3: 'r"""' .*? ('"""' | EOF);
RAW1: 'r"' ~["\n]* '"';
PLAIN: '"' ~["\\$\n]* '"';  // the common string, as one token
STR3: '"""' -> pushMode(S3);
STR1: '"' -> pushMode(S1);

IDENT: [A-Za-z_] [A-Za-z0-9_]* ('-'+ [A-Za-z0-9_]+)*;
// Numbers and quantities, told apart later: 1_000 0x1f 1.5e-3 500m 16Gi 1h30m 80%
NUM: [0-9] [0-9_]* ('.' [0-9] [0-9_]*)? ([eE] [+-]? [0-9]+ | '%' | [A-Za-z\u007f] [A-Za-z0-9_\u007f]*)?;

// A refinement that begins with a regular expression; the fallback takes the line, so that it is scanned once.
REGEX_OPEN: '(' [ \t]* '/' ~[/*\n \t[\\] REGEX_CHAR* '/' | '(' [ \t]* '/' REGEX_GROUP REGEX_CHAR* '/';
REGEX_BROKEN: '(' [ \t]* '/' ~[/*\n \t[\\] REGEX_CHAR* REGEX_CLASS_OPEN? '\\'?
            | '(' [ \t]* '/' (REGEX_GROUP REGEX_CHAR* REGEX_CLASS_OPEN? | REGEX_CLASS_OPEN) '\\'?;
fragment REGEX_CHAR: REGEX_GROUP | ~[/\\\n[];
fragment REGEX_GROUP: '\\' ~[\n] | '[' ('\\' ~[\n] | ~[\]\\\n])* ']';
fragment REGEX_CLASS_OPEN: '[' ('\\' ~[\n] | ~[\]\\\n])*;

ELLIPSIS: '...';
DOTDOT: '..';
DOT: '.';
QDOT: '?.';
QQ: '??';
QCOLON: '?:';
Q: '?';
PLUSEQ: '+=';
MINUSEQ: '-=';
ARROW: '=>';
EQ: '==';
NE: '!=';
LE: '<=';
GE: '>=';
LT: '<';
GT: '>';
AND: '&&';
OR: '||';
BAR: '|';
NOT: '!';
ASSIGN: '=';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
PERCENT: '%';
COLON: ':';
COMMA: ',';
LPAREN: '(';
RPAREN: ')';
LBRACK: '[';
RBRACK: ']';
LBRACE: '{' -> pushMode(DEFAULT_MODE);
RBRACE: '}' -> popMode;

// Habits from other languages, each with its own advice.
HASH_COMMENT: '#' ~[\n]*;
SINGLE_QUOTED: '\'' ~['\n]* '\'';
SEMICOLON: ';';
BAD: .;

mode S1;
S1_END: '"' -> popMode, type(STR_END);
S1_INTERP: '${' -> pushMode(DEFAULT_MODE), type(INTERP);
S1_ESCAPE: ('\\' ~[\n] | '$${') -> type(TEXT);
S1_TEXT: ~["\\$\n]+ -> type(TEXT);
S1_OTHER: [\\$] -> type(TEXT);
S1_NEWLINE: '\n' -> popMode, type(STR_BROKEN);

mode S3;
S3_END: '"""' -> popMode, type(STR_END);
S3_INTERP: '${' -> pushMode(DEFAULT_MODE), type(INTERP);
S3_ESCAPE: ('\\' . | '$${') -> type(TEXT);
S3_TEXT: ~["\\$]+ -> type(TEXT);
S3_OTHER: ["\\$] -> type(TEXT);
