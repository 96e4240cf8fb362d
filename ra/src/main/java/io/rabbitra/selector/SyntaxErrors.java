package io.rabbitra.selector;

import io.rabbitra.selector.grammar.MessageSelectorParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Ends the parser at the first error, with what stands there and what was expected. */
final class SyntaxErrors extends BaseErrorListener {

  private static final int SHOWN_CHARACTERS = 40;

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      Object offendingSymbol,
      int line,
      int column,
      String message,
      RecognitionException e) {
    Token token = (Token) offendingSymbol;
    throw new SelectorError(
        token, "found " + found(token) + ", expected " + expected((Parser) recognizer));
  }

  private static String found(Token token) {
    String text = token.getText();
    String shown =
        text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    return switch (token.getType()) {
      case Token.EOF -> "the end";
      case MessageSelectorParser.UNTERMINATED_STRING -> "a string without a closing quote";
      case MessageSelectorParser.STRING -> shown;
      default -> "'" + shown + "'";
    };
  }

  private static String expected(Parser parser) {
    IntervalSet types = parser.getExpectedTokens();
    List<String> names = new ArrayList<>();
    for (int type : types.toArray()) {
      names.add(
          switch (type) {
            case Token.EOF -> "the end";
            case MessageSelectorParser.IDENTIFIER -> "an identifier";
            case MessageSelectorParser.STRING -> "a string";
            case MessageSelectorParser.EXACT -> "a number";
            case MessageSelectorParser.APPROXIMATE -> "";
            default -> parser.getVocabulary().getDisplayName(type).replace("'", "");
          });
    }
    names.removeIf(String::isEmpty);
    return names.size() == 1 ? names.get(0) : "one of: " + String.join(" ", names);
  }
}
