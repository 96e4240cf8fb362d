package io.rabbitra.selector;

import io.rabbitra.selector.grammar.MessageSelectorLexer;
import io.rabbitra.selector.grammar.MessageSelectorParser;
import jakarta.jms.InvalidSelectorException;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;

/** Text to expression, within bounds that keep hostile text from costing the stack or the heap. */
final class SelectorReader {

  static final int MAX_CHARACTERS = 262_144;

  /** Of parentheses; a level takes about ten stack frames while it is parsed. */
  static final int MAX_DEPTH = 100;

  private static final int SHOWN_CHARACTERS = 200;

  private SelectorReader() {}

  static Condition read(String text) throws InvalidSelectorException {
    if (text.length() > MAX_CHARACTERS) {
      throw new InvalidSelectorException(
          "Invalid message selector: it has "
              + text.length()
              + " characters, at most "
              + MAX_CHARACTERS
              + " are allowed");
    }
    try {
      MessageSelectorLexer lexer = new MessageSelectorLexer(CharStreams.fromString(text));
      lexer.removeErrorListeners();
      CommonTokenStream tokens = new CommonTokenStream(lexer);
      tokens.fill();
      requireDepth(tokens);
      MessageSelectorParser parser = new MessageSelectorParser(tokens);
      parser.removeErrorListeners();
      parser.addErrorListener(new SyntaxErrors());
      return ExpressionBuilder.selector(parser.selector());
    } catch (SelectorError e) {
      InvalidSelectorException invalid =
          new InvalidSelectorException(
              "Invalid message selector, "
                  + e.getMessage()
                  + "; the selector is: "
                  + (text.length() <= SHOWN_CHARACTERS
                      ? text
                      : text.substring(0, SHOWN_CHARACTERS) + "..."));
      invalid.initCause(e);
      throw invalid;
    }
  }

  private static void requireDepth(CommonTokenStream tokens) {
    int depth = 0;
    for (Token token : tokens.getTokens()) {
      String text = token.getText();
      if (text.equals("(")) {
        depth++;
      } else if (text.equals(")")) {
        depth--;
      }
      if (depth > MAX_DEPTH) {
        throw new SelectorError(token, "parentheses are nested more than " + MAX_DEPTH + " deep");
      }
    }
  }
}
