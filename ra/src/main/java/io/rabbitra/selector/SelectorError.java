package io.rabbitra.selector;

import org.antlr.v4.runtime.Token;

/** What is wrong with a selector, and where; never leaves this room as it is. */
final class SelectorError extends RuntimeException {

  private static final long serialVersionUID = 1;

  SelectorError(Token where, String what) {
    super("at character " + (where.getStartIndex() + 1) + ": " + what, null, false, false);
  }
}
