/**
 * Message selectors, Jakarta Messaging 3.1 section 3.8.1.1: the syntax only. What the operands of an
 * operator may be is checked when the expression is built.
 *
 * Every decision needs one token of lookahead, and only parentheses recurse.
 */
grammar MessageSelector;

selector: disjunction EOF;

disjunction: conjunction (OR conjunction)*;

conjunction: negation (AND negation)*;

negation: NOT* predicate;

predicate: sum test*;

test
    : comparisonOperator sum              # comparison
    | IS NOT? NULL                        # nullTest
    | NOT? BETWEEN sum AND sum            # between
    | NOT? IN '(' STRING (',' STRING)* ')' # in
    | NOT? LIKE STRING (ESCAPE STRING)?   # like
    ;

comparisonOperator: '=' | '<>' | '<' | '<=' | '>' | '>=';

sum: product (sumOperator product)*;

sumOperator: '+' | '-';

product: signed (productOperator signed)*;

productOperator: '*' | '/';

signed: sumOperator* primary;

primary
    : IDENTIFIER      # identifier
    | STRING          # stringLiteral
    | EXACT           # exactLiteral
    | APPROXIMATE     # approximateLiteral
    | (TRUE | FALSE)  # booleanLiteral
    | '(' disjunction ')' # parenthesized
    ;

AND options { caseInsensitive = true; } : 'AND';
BETWEEN options { caseInsensitive = true; } : 'BETWEEN';
ESCAPE options { caseInsensitive = true; } : 'ESCAPE';
FALSE options { caseInsensitive = true; } : 'FALSE';
IN options { caseInsensitive = true; } : 'IN';
IS options { caseInsensitive = true; } : 'IS';
LIKE options { caseInsensitive = true; } : 'LIKE';
NOT options { caseInsensitive = true; } : 'NOT';
NULL options { caseInsensitive = true; } : 'NULL';
OR options { caseInsensitive = true; } : 'OR';
TRUE options { caseInsensitive = true; } : 'TRUE';

STRING: '\'' (~'\'' | '\'\'')* '\'';

/** Integer literals of the Java language. */
EXACT: ('0' | [1-9] ('_'* [0-9])* | '0' ('_'* [0-7])+ | '0' [xX] HEX | '0' [bB] [01] ('_'* [01])*) [lL]?;

/** Floating-point literals of the Java language. */
APPROXIMATE
    : DIGITS '.' DIGITS? EXPONENT? [fFdD]?
    | '.' DIGITS EXPONENT? [fFdD]?
    | DIGITS EXPONENT [fFdD]?
    | DIGITS [fFdD]
    | '0' [xX] (HEX '.'? | HEX? '.' HEX) [pP] [+-]? DIGITS [fFdD]?
    ;

IDENTIFIER: START PART*;

WHITESPACE: [ \t\f\r\n]+ -> skip;

UNTERMINATED_STRING: '\'' (~'\'' | '\'\'')*;

/** Leaves the complaint to the parser, which knows what it expects. */
OTHER: .;

fragment DIGITS: [0-9] ('_'* [0-9])*;
fragment HEX: [0-9a-fA-F] ('_'* [0-9a-fA-F])*;
fragment EXPONENT: [eE] [+-]? DIGITS;
fragment START
    : [a-zA-Z$_]
    | ~[\u0000-\u007F] { Character.isJavaIdentifierStart(_input.LA(-1)) }?
    ;
fragment PART
    : [a-zA-Z0-9$_\u0000-\u0008\u000E-\u001B\u007F]
    | ~[\u0000-\u007F] { Character.isJavaIdentifierPart(_input.LA(-1)) }?
    ;
