/** The lexer and the parser of message selectors, generated from {@code MessageSelector.g4}. */
package io.rabbitra.selector.grammar;
