// Tokens to tree: LL(1), so that the generated parser never calls adaptivePredict (a test looks). The actions hand
// what was read to the builder; no parse tree is kept. README.md has the rules that make one token enough.
//
// Scratch lists: a rule notes where its list begins (`mark`), its parts push themselves, and the rule's end takes
// everything above the mark. Only `decl` and `member` recover from errors; they put all lists back.
parser grammar FluxParser;
options { tokenVocab = FluxLexer; superClass = ParserBase; }
@parser::postinclude {
#include "syntax/parser_base.h"
}

// ---- files and declarations ----

file: decl? ((NL | COMMA) decl?)* EOF;
onlyPath returns [ast::Path value]: path EOF { $value = $path.value; };
onlyExpr returns [const ast::Expr* value = nullptr]: expr EOF { $value = $expr.value; };

decl
locals [Start at]
@init { TreeScope scope(_tracker); $at = build->start(); }
  : ( importDecl[&$at] | secretDecl[&$at]
    | (EXPORT { $at.is_exported = true; })?
      ( typeDecl[&$at] | layerDecl[&$at] | fnDecl[&$at] | letMember { build->let_decl($at, $letMember.value); } )
    | { unexpected(Expected::declaration); }
      ~(IMPORT | EXPORT | TYPE | ABSTRACT | LAYER | ENVIRONMENT | FN | SECRET | LET | NL | COMMA)
    ) { expect_end(Expected::declaration_end); }
  ;
catch [antlr4::RecognitionException& e] { recover(e, $at); }

importDecl[Start* at]
locals [std::size_t mark]
@init { $mark = build->mark<ast::ImportItem>(); }
  : IMPORT
    ( LBRACE importItem? ((NL | COMMA) importItem?)* RBRACE FROM string
      { build->import_names(*$at, $string.value, $mark); }
    | string { build->import_module(*$at, $string.value); } (AS IDENT { build->import_alias($IDENT); })?
    )
  ;
importItem: name=IDENT { build->import_item($name); } (AS alias=IDENT { build->import_item_alias($alias); })?;

typeDecl[Start* at]
locals [bool is_abstract = false, ast::QualifiedName base]
  : (ABSTRACT { $is_abstract = true; })? TYPE IDENT { $at->name = build->ident($IDENT); }
    ( ASSIGN type { build->type_alias(*$at, $is_abstract, $type.value); }
    | (COLON qname { $base = $qname.value; })? block[Fields::declared]
      { build->type_decl(*$at, $is_abstract, $base, $block.value); }
    )
  ;

layerDecl[Start* at]
locals [bool is_environment = false, ast::QualifiedName base, std::size_t mark]
@init { $mark = build->mark<ast::Extends>(); }
  : (LAYER | ENVIRONMENT { $is_environment = true; }) IDENT { $at->name = build->ident($IDENT); }
    (COLON qname { $base = $qname.value; })?
    (EXTENDS extended (COMMA extended)*)?
    ( block[Fields::set] { build->layer_decl(*$at, $is_environment, $base, $mark, $block.value); }
    | FROM string { build->layer_file(*$at, $is_environment, $base, $mark, $string.value); }
    )
  ;
extended
  : qname { build->extended($qname.value); } (AT path { build->mounted($path.value); })?
  ;

fnDecl[Start* at]
locals [std::size_t mark]
@init { $mark = build->mark<ast::Parameter>(); }
  : FN IDENT { $at->name = build->ident($IDENT); }
    (CALL | LPAREN) parameter? (COMMA parameter?)* RPAREN COLON type ASSIGN expr
    { build->function(*$at, $mark, $type.value, $expr.value); }
  ;
secretDecl[Start* at]
  : SECRET name=IDENT { $at->name = build->ident($name); } FROM store=IDENT string
    { build->secret(*$at, $store, $string.value); }
  ;

parameter: IDENT { build->parameter($IDENT); } COLON type { build->parameter_type($type.value); }
    (ASSIGN expr { build->parameter_default($expr.value); })?;

qname returns [ast::QualifiedName value]
locals [std::size_t mark]
@init { $mark = build->mark<ast::Ident>(); }
  : first=IDENT { build->name_part($first); } (DOT next=IDENT { build->name_part($next); })*
    { $value = build->qualified_name($mark); }
  ;

// ---- bodies and members ----

block[Fields fields] returns [const ast::Body* value = nullptr]: LBRACE members[$fields] { $value = $members.value; };
body returns [const ast::Body* value = nullptr]: BODY members[Fields::inherited] { $value = $members.value; };

// What follows an opening brace, which has just been read.
members[Fields fields] returns [const ast::Body* value = nullptr]
locals [BodyStart at]
@init { Nesting nesting(*build); $at = build->open_body($fields); }
  : { check_nesting(); } member? ((NL | COMMA) member?)* RBRACE { $value = build->close_body($at); }
  ;

member
locals [Start at]
@init { TreeScope scope(_tracker); $at = build->start(); }
  : ( letMember { build->let($at, $letMember.value); }
    | CHECK (ACROSS ENVIRONMENTS { $at.across = true; })? condition=expr COLON message=expr
      { build->check($at, $condition.value, $message.value); }
    | DELETE path { build->erase($at, $path.value); }
    | RENAMED to=path FROM from=path { build->renamed($at, $to.value, $from.value); }
    | REMOVED path BECAUSE string { build->removed($at, $path.value, $string.value); }
    | EMIT IDENT { $at.name = build->ident($IDENT); } block[Fields::set] { build->emit($at, $block.value); }
    | ELLIPSIS expr { build->spread($at, $expr.value); }
    | guarded { build->add($guarded.value); }
    | forHead
      ( body { build->loop($at, $forHead.value, $body.value); }
      | COLON key=expr ARROW entry=expr
        { build->loop_entry($at, $forHead.value, $key.value, $entry.value); }
      )
    | (EXPORT { $at.is_exported = true; })? (FINAL { $at.is_final = true; } | DEFAULT { $at.is_default = true; })?
      path { $at.path = $path.value; } memberRest[&$at]
    | { unexpected(Expected::member); }
      ~(LET | CHECK | DELETE | RENAMED | REMOVED | EMIT | ELLIPSIS | IF | FOR | EXPORT | FINAL | DEFAULT | IDENT | PLAIN | RAW1
        | RAW3 | STR1 | STR3 | LBRACK | NL | COMMA | RBRACE)
    ) { expect_end(Expected::member_end); }
  ;
catch [antlr4::RecognitionException& e] { recover(e, $at); }

memberRest[Start* at]
locals [const ast::Expr* written = nullptr, std::size_t mark]
@init { $mark = build->mark<const ast::Expr*>(); }
  : ASSIGN expr because { build->set(*$at, $expr.value, $because.value); }
  | (PLUSEQ | MINUSEQ { $at->removes = true; }) expr { build->change(*$at, $expr.value); }
  | op=(COLON | QCOLON) { build->open_declaration(*$at, $op); } type (ASSIGN expr { $written = $expr.value; })? because
    { build->declare(*$at, $type.value, $written, $because.value); }
  | block[Fields::set] because { build->amend(*$at, $block.value, $because.value); }
  | IS qname block[Fields::set] { build->star_is(*$at, $qname.value, $block.value); }
  | label+
    ( block[Fields::set] { build->block(*$at, $mark, nullptr, $block.value); }
    | forHead body { build->block(*$at, $mark, &$forHead.value, $body.value); }
    )
  ;
because returns [const ast::String* value = nullptr]: (BECAUSE string { $value = $string.value; })?;
label: IDENT { build->label($IDENT); } | string { build->label($string.value); };

letMember returns [LetParts value]
  : LET IDENT { $value.name = build->ident($IDENT); } (COLON type { $value.type = $type.value; })?
    ASSIGN expr { $value.value = $expr.value; }
  ;

guarded returns [const ast::GuardedMember* value = nullptr]
locals [Start at, const ast::Body* otherwise = nullptr, const ast::GuardedMember* chained = nullptr]
@init { Nesting nesting(*build); $at = build->start(); }
  : { check_nesting(); } IF expr body
    (ELSE (guarded { $chained = $guarded.value; } | block[Fields::inherited] { $otherwise = $block.value; }))?
    { $value = build->guarded($at, $expr.value, $body.value, $otherwise, $chained); }
  ;

forHead returns [ast::ForHead value]
locals [std::uint32_t begin]
@init { $begin = build->here(); }
  : FOR first=IDENT { $value.first = build->ident($first); } (COMMA second=IDENT { $value.second = build->ident($second); })?
    IN source=expr { $value.source = $source.value; } (IF condition=expr { $value.condition = $condition.value; })?
    { $value.span = build->since($begin); }
  ;

path returns [ast::Path value]
locals [std::size_t mark]
@init { $mark = build->mark<ast::PathStep>(); }
  : (pathName | LBRACK head=expr RBRACK { build->computed_step($head.value); })
    ( DOT (pathName | STAR { build->star_step($STAR); })
    | INDEX key=expr RBRACK { build->computed_step($key.value); }
    )*
    { $value = build->path($mark); }
  ;
pathName: IDENT { build->name_step($IDENT); } | string { build->name_step($string.value); };

// ---- types ----

type returns [const ast::TypeExpr* value = nullptr]
locals [std::size_t mark]
@init { $mark = build->mark<const ast::TypeExpr*>(); }
  : BAR? first=typeAlternative { build->alternative($first.value); }
    (BAR next=typeAlternative { build->alternative($next.value); })*
    { $value = build->alternatives($mark); }
  ;

typeAlternative returns [const ast::TypeExpr* value = nullptr]
locals [std::uint32_t begin, bool negative = false]
@init { $begin = build->here(); }
  : ( namedType { $value = $namedType.value; }
    | string { $value = build->literal_type($string.value); }
    | (MINUS { $negative = true; })? NUM { $value = build->literal_type($begin, $negative, $NUM); }
    | block[Fields::declared] { $value = build->record_type($block.value); }
    | parenthesisedType { $value = $parenthesisedType.value; }
    )
    (Q { $value = build->nullable($value); })?
  ;
parenthesisedType returns [const ast::TypeExpr* value = nullptr]
@init { Nesting nesting(*build); }
  : { check_nesting(); } LPAREN type RPAREN { $value = $type.value; }
  ;

namedType returns [const ast::TypeExpr* value = nullptr]
locals [TypeStart at]
@init { $at = build->open_type(); }
  : qname (LT typeArguments)? refinements? (AS IDENT { $at.style = build->ident($IDENT); })?
    { $value = build->named_type($at, $qname.value); }
  ;
typeArguments
@init { Nesting nesting(*build); }
  : { check_nesting(); } typeArgument (COMMA typeArgument)* GT
  ;

// What `is` compares with: a named type, or any type in parentheses; a bare `<` would be less-than.
typeTest returns [const ast::TypeExpr* value = nullptr]
locals [TypeStart at]
@init { $at = build->open_type(); }
  : qname (ANGLE typeArguments)? { $value = build->named_type($at, $qname.value); }
  | parenthesisedType { $value = $parenthesisedType.value; }
  ;
typeArgument: type { build->type_argument($type.value); } (by=IDENT name=IDENT { build->type_argument_key($by, $name); })?;
refinements: ((CALL | LPAREN) refinement | REGEX_OPEN { build->pattern($REGEX_OPEN); }) (COMMA refinement)* RPAREN;
refinement: (IDENT { build->refined($IDENT); } range | range) { build->refinement($range.value); };

range returns [RangeParts value]
locals [std::uint32_t begin]
@init { $begin = build->here(); }
  : ( low=bound { $value.low = $value.high = $low.value; }
      (DOTDOT { $value.is_range = true; $value.high = nullptr; } (high=bound { $value.high = $high.value; })?)?
    | DOTDOT { $value.is_range = true; } top=bound { $value.high = $top.value; }
    )
    { $value.span = build->since($begin); }
  ;
bound returns [const ast::Expr* value = nullptr]
locals [std::uint32_t begin, bool negative = false]
@init { $begin = build->here(); }
  : (MINUS { $negative = true; })? NUM { $value = build->signed_number($begin, $negative, $NUM); }
  ;

// ---- expressions ----

// Flat; the builder applies the precedence table.
expr returns [const ast::Expr* value = nullptr]
locals [Chain chain]
@init { $chain = build->open_chain(); }
  : conditional { $value = $conditional.value; }
  | first=operand { build->operand($first.value); }
    ( op=(OR | AND | EQ | NE | LT | LE | GT | GE | QQ | PLUS | MINUS | STAR | SLASH | PERCENT)
      { build->binary_operator($chain, $op); } next=operand { build->operand($next.value); }
    | IS { build->is_operator($chain, $IS); }
      (ABSENT { build->is_absent(); } | typeTest { build->is_type($typeTest.value); })
    )*
    { $value = build->close_chain($chain); }
  ;

conditional returns [const ast::Expr* value = nullptr]
locals [std::uint32_t begin]
@init { Nesting nesting(*build); $begin = build->here(); }
  : { check_nesting(); } IF condition=expr THEN yes=expr ELSE no=expr
    { $value = build->conditional($begin, $condition.value, $yes.value, $no.value); }
  ;

operand returns [const ast::Expr* value = nullptr]
locals [std::uint32_t begin, std::size_t prefixes]
@init { $prefixes = build->mark<Prefix>(); }
  : (op=(NOT | MINUS) { build->prefix($op); })* { $begin = build->here(); }
    ( word=IDENT { $value = build->name($word); }
    | NUM { $value = build->number($NUM); }
    | string { $value = $string.value; }
    | list { $value = $list.value; }
    | object=block[Fields::set] { $value = build->object($object.value); }
    | parenthesised { $value = $parenthesised.value; }
    | matchExpr { $value = $matchExpr.value; }
    )
    ( dot=(DOT | QDOT) field=IDENT { $value = build->field($begin, $value, $dot, $field); }
    | index { $value = build->index($begin, $value, $index.value); }
    | arguments { $value = build->call($begin, $value, $arguments.value); }
    | { build->check_constructible($value); } construction=block[Fields::set]
      { $value = build->construct($begin, $value, $construction.value); }
    | WITH amendment=block[Fields::set] { $value = build->with($begin, $value, $amendment.value); }
    )*
    (IN unit=IDENT { $value = build->in_unit($begin, $value, $unit); })?
    { $value = build->apply_prefixes($prefixes, $value); }
  ;

parenthesised returns [const ast::Expr* value = nullptr]
@init { Nesting nesting(*build); }
  : { check_nesting(); } LPAREN expr RPAREN { $value = $expr.value; }
  ;
index returns [const ast::Expr* value = nullptr]
@init { Nesting nesting(*build); }
  : { check_nesting(); } INDEX expr RBRACK { $value = $expr.value; }
  ;
arguments returns [std::size_t value]
@init { Nesting nesting(*build); $value = build->mark<ast::Argument>(); }
  : { check_nesting(); } CALL argument? (COMMA argument?)* RPAREN
  ;
argument
@init { TreeScope scope(_tracker); }
  : ELLIPSIS spread=expr { build->argument($spread.value, true); } | expr { build->argument($expr.value, false); }
  ;

list returns [const ast::Expr* value = nullptr]
locals [std::uint32_t begin, std::size_t mark]
@init { Nesting nesting(*build); $begin = build->here(); $mark = build->mark<ast::ListItem>(); }
  : { check_nesting(); } LBRACK item? (COMMA item?)* RBRACK { $value = build->list($begin, $mark); }
  ;
item
@init { TreeScope scope(_tracker); }
  : ELLIPSIS spread=expr { build->spread_item($spread.value); }
  | forHead COLON each=expr { build->loop_item($forHead.value, $each.value); }
  | expr { build->item($expr.value); }
  ;

matchExpr returns [const ast::Expr* value = nullptr]
locals [std::uint32_t begin, std::size_t mark]
@init { Nesting nesting(*build); $begin = build->here(); $mark = build->mark<ast::MatchArm>(); }
  : { check_nesting(); } MATCH expr BODY arm? ((NL | COMMA) arm?)* RBRACE
    { $value = build->match($begin, $expr.value, $mark); }
  ;
arm
locals [std::uint32_t begin, std::size_t mark]
@init { TreeScope scope(_tracker); $begin = build->here(); $mark = build->mark<ast::Pattern>(); }
  : ( ELSE { build->otherwise_pattern($ELSE); }
    | IS typeTest { build->type_pattern($begin, $typeTest.value); }
    | pattern (BAR pattern)*
    )
    ARROW expr { build->arm($begin, $mark, $expr.value); }
  ;
pattern
  : string { build->value_pattern($string.value); }
  | IDENT { build->value_pattern($IDENT); }
  | range { build->range_pattern($range.value); }
  ;

string returns [const ast::String* value = nullptr]
locals [StringStart at]
@init { Nesting nesting(*build); }
  : whole=(PLAIN | RAW1 | RAW3) { $value = build->whole_string($whole); }
  | open=(STR1 | STR3) { $at = build->open_string($open); check_nesting(); }
    ( TEXT { build->text($at, $TEXT); }
    | INTERP { build->open_interpolation($at, $INTERP); } expr RBRACE { build->interpolation($at, $expr.value, $RBRACE); }
    )*
    end=STR_END { $value = build->close_string($at, $end); }
  ;
