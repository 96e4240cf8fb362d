package io.rabbitra.selector;

import io.rabbitra.selector.grammar.MessageSelectorParser.ApproximateLiteralContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.BetweenContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.BooleanLiteralContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.ComparisonContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.ConjunctionContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.DisjunctionContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.ExactLiteralContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.IdentifierContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.InContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.LikeContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.NegationContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.NullTestContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.ParenthesizedContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.PredicateContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.PrimaryContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.ProductContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.SelectorContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.SignedContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.StringLiteralContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.SumContext;
import io.rabbitra.selector.grammar.MessageSelectorParser.TestContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Syntax tree to expression, with the checks that need no message: what may be the operand of what.
 * An identifier may be anything. Throws {@link SelectorError}.
 */
final class ExpressionBuilder {

  /** Comparisons in a row, each with the result of the one before: {@code a = b = TRUE}. */
  private static final int MAX_TESTS = 50;

  private ExpressionBuilder() {}

  static Condition selector(SelectorContext context) {
    return condition(context.disjunction(), disjunction(context.disjunction()));
  }

  private static Expression disjunction(DisjunctionContext context) {
    List<ConjunctionContext> parts = context.conjunction();
    if (parts.size() == 1) {
      return conjunction(parts.get(0));
    }
    return new Condition.Or(conditions(parts, ExpressionBuilder::conjunction));
  }

  private static Expression conjunction(ConjunctionContext context) {
    List<NegationContext> parts = context.negation();
    if (parts.size() == 1) {
      return negation(parts.get(0));
    }
    return new Condition.And(conditions(parts, ExpressionBuilder::negation));
  }

  private static Expression negation(NegationContext context) {
    Expression operand = predicate(context.predicate());
    if (context.NOT().isEmpty()) {
      return operand;
    }
    Condition condition = condition(context.predicate(), operand);
    // NOT NOT c is c, also where c is unknown.
    return context.NOT().size() % 2 == 0 ? condition : new Condition.Not(condition);
  }

  private static Expression predicate(PredicateContext context) {
    Expression result = sum(context.sum());
    if (context.test().size() > MAX_TESTS) {
      throw new SelectorError(
          context.getStart(), "more than " + MAX_TESTS + " comparisons in a row");
    }
    for (TestContext test : context.test()) {
      result = test(context.getStart(), result, test);
    }
    return result;
  }

  private static Condition test(Token start, Expression left, TestContext test) {
    if (test instanceof ComparisonContext comparison) {
      return comparison(start, left, comparison);
    }
    if (test instanceof BetweenContext between) {
      requireNumber(start, left, "BETWEEN");
      return new Condition.Between(
          left,
          number(between.sum(0), sum(between.sum(0)), "BETWEEN"),
          number(between.sum(1), sum(between.sum(1)), "BETWEEN"),
          between.NOT() != null);
    }
    if (test instanceof InContext in) {
      Set<String> strings = new HashSet<>();
      for (TerminalNode string : in.STRING()) {
        strings.add(Literals.string(string.getText()));
      }
      return new Condition.In(identifier(start, left, "IN"), strings, in.NOT() != null);
    }
    if (test instanceof LikeContext like) {
      return new Condition.Like(
          identifier(start, left, "LIKE"),
          LikePattern.of(Literals.string(like.STRING(0).getText()), escape(like)),
          like.NOT() != null);
    }
    NullTestContext nullTest = (NullTestContext) test;
    return new Condition.IsNull(identifier(start, left, "IS NULL"), nullTest.NOT() != null);
  }

  private static Condition comparison(Token start, Expression left, ComparisonContext context) {
    ComparisonOperator operator = ComparisonOperator.of(context.comparisonOperator().getText());
    Expression right = sum(context.sum());
    if (!operator.isEquality()) {
      requireNumber(start, left, operator.symbol());
      requireNumber(context.sum().getStart(), right, operator.symbol());
    }
    return new Condition.Comparison(left, operator, right);
  }

  private static int escape(LikeContext like) {
    if (like.ESCAPE() == null) {
      return -1;
    }
    TerminalNode literal = like.STRING(1);
    String text = Literals.string(literal.getText());
    if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
      throw new SelectorError(
          literal.getSymbol(),
          "the escape character of LIKE must be a string of one character, not "
              + literal.getText());
    }
    return text.codePointAt(0);
  }

  private static Expression sum(SumContext context) {
    List<ProductContext> parts = context.product();
    Expression first = product(parts.get(0));
    if (parts.size() == 1) {
      return first;
    }
    List<Expression.Arithmetic.Step> steps = new ArrayList<>();
    requireNumber(context.getStart(), first, context.sumOperator(0).getText());
    for (int i = 1; i < parts.size(); i++) {
      String symbol = context.sumOperator(i - 1).getText();
      Expression operand = number(parts.get(i), product(parts.get(i)), symbol);
      steps.add(new Expression.Arithmetic.Step(ArithmeticOperator.of(symbol), operand));
    }
    return new Expression.Arithmetic(first, List.copyOf(steps));
  }

  private static Expression product(ProductContext context) {
    List<SignedContext> parts = context.signed();
    Expression first = signed(parts.get(0));
    if (parts.size() == 1) {
      return first;
    }
    List<Expression.Arithmetic.Step> steps = new ArrayList<>();
    requireNumber(context.getStart(), first, context.productOperator(0).getText());
    for (int i = 1; i < parts.size(); i++) {
      String symbol = context.productOperator(i - 1).getText();
      Expression operand = number(parts.get(i), signed(parts.get(i)), symbol);
      steps.add(new Expression.Arithmetic.Step(ArithmeticOperator.of(symbol), operand));
    }
    return new Expression.Arithmetic(first, List.copyOf(steps));
  }

  private static Expression signed(SignedContext context) {
    PrimaryContext primary = context.primary();
    int signs = context.sumOperator().size();
    if (signs == 0) {
      return primary(primary);
    }
    String last = context.sumOperator(signs - 1).getText();
    if (last.equals("-")
        && primary instanceof ExactLiteralContext
        && Literals.isDigitsOfMinLong(primary.getText())) {
      // The negation of the smallest long is itself, so that the signs before do not matter.
      return new Expression.Literal(Expression.Type.NUMBER, Long.MIN_VALUE);
    }
    boolean negative = false;
    for (var sign : context.sumOperator()) {
      negative ^= sign.getText().equals("-");
    }
    return new Expression.Signed(negative, number(primary, primary(primary), "sign " + last));
  }

  private static Expression primary(PrimaryContext context) {
    if (context instanceof ParenthesizedContext parenthesized) {
      return disjunction(parenthesized.disjunction());
    }
    String text = context.getText();
    if (context instanceof IdentifierContext) {
      try {
        return Identifier.of(text);
      } catch (IllegalArgumentException e) {
        throw new SelectorError(context.getStart(), e.getMessage());
      }
    }
    if (context instanceof StringLiteralContext) {
      return new Expression.Literal(Expression.Type.STRING, Literals.string(text));
    }
    if (context instanceof BooleanLiteralContext literal) {
      return new Expression.Literal(Expression.Type.BOOLEAN, literal.TRUE() != null);
    }
    try {
      return new Expression.Literal(
          Expression.Type.NUMBER,
          context instanceof ApproximateLiteralContext
              ? Literals.approximate(text)
              : Literals.exact(text));
    } catch (NumberFormatException e) {
      throw new SelectorError(context.getStart(), "the number " + text + " is out of range");
    }
  }

  private static <T extends ParserRuleContext> List<Condition> conditions(
      List<T> parts, Function<T, Expression> build) {
    List<Condition> conditions = new ArrayList<>(parts.size());
    for (T part : parts) {
      conditions.add(condition(part, build.apply(part)));
    }
    return List.copyOf(conditions);
  }

  private static Condition condition(ParserRuleContext context, Expression expression) {
    if (expression instanceof Condition condition) {
      return condition;
    }
    if (expression.type() == Expression.Type.NUMBER
        || expression.type() == Expression.Type.STRING) {
      throw new SelectorError(
          context.getStart(), "expected a condition, found " + expression.type());
    }
    return new Condition.BooleanValue(expression);
  }

  private static Expression number(
      ParserRuleContext context, Expression expression, String operator) {
    requireNumber(context.getStart(), expression, operator);
    return expression;
  }

  private static void requireNumber(Token start, Expression expression, String operator) {
    if (expression.type() == Expression.Type.STRING
        || expression.type() == Expression.Type.BOOLEAN) {
      throw new SelectorError(
          start, "operator " + operator + " takes numbers, found " + expression.type());
    }
  }

  private static Identifier identifier(Token start, Expression expression, String operator) {
    if (expression instanceof Identifier identifier) {
      return identifier;
    }
    throw new SelectorError(
        start, "operator " + operator + " takes an identifier, found " + expression.type());
  }
}
