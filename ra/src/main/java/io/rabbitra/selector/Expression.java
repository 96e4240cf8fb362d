package io.rabbitra.selector;

import jakarta.jms.Message;
import java.util.List;

/**
 * A part of a selector that has a value. Immutable and thread-safe.
 *
 * <p>A value is null (SQL's NULL, unknown), a {@link Boolean}, a {@link String}, one of the six
 * numeric types of properties, or an object of any other class, which is like nothing it could be
 * compared with.
 */
interface Expression {

  /** What is known of the type of the value before there is a message. */
  enum Type {
    NUMBER("a number"),
    STRING("a string"),
    BOOLEAN("a boolean"),
    /** An identifier, whose value may be of any type. */
    ANY("an identifier");

    private final String description;

    Type(String description) {
      this.description = description;
    }

    @Override
    public String toString() {
      return description;
    }
  }

  Type type();

  Object value(Message message);

  /** A string, number or boolean of the selector itself. */
  record Literal(Type type, Object constant) implements Expression {

    @Override
    public Object value(Message message) {
      return constant;
    }
  }

  /** Operations of one precedence level, from left to right. */
  record Arithmetic(Expression first, List<Step> steps) implements Expression {

    record Step(ArithmeticOperator operator, Expression operand) {}

    /** Like nothing: the value of an operation on something that is not a number. */
    private static final Object NO_NUMBER = new Object();

    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public Object value(Message message) {
      Object result = first.value(message);
      for (Step step : steps) {
        result = apply(step.operator(), result, step.operand().value(message));
      }
      return result;
    }

    private static Object apply(ArithmeticOperator operator, Object left, Object right) {
      if (left == null || right == null) {
        return null;
      }
      if (!Numbers.isNumber(left) || !Numbers.isNumber(right)) {
        return NO_NUMBER;
      }
      return Numbers.calculate(operator, (Number) left, (Number) right);
    }
  }

  /** One sign or several in a row, which are their product. */
  record Signed(boolean negative, Expression operand) implements Expression {

    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public Object value(Message message) {
      Object value = operand.value(message);
      if (value == null || !Numbers.isNumber(value)) {
        return value == null ? null : Arithmetic.NO_NUMBER;
      }
      return negative ? Numbers.negate((Number) value) : value;
    }
  }
}
