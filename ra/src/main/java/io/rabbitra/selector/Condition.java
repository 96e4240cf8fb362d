package io.rabbitra.selector;

import jakarta.jms.Message;
import java.util.List;
import java.util.Set;

/**
 * A part of a selector that is true, false or unknown (Jakarta Messaging 3.1, 3.8.1.1).
 *
 * <p>Values that are not alike: a comparison of them is false, also one with {@code <>}. {@code NOT
 * BETWEEN}, which is defined by comparisons, is false too; {@code NOT IN}, which is defined by NOT,
 * is true, and so is {@code NOT LIKE}, as in SQL-92. A property that is no boolean is unknown where
 * a condition is wanted, so that neither {@code p} nor {@code NOT p} selects it.
 */
interface Condition extends Expression {

  Truth test(Message message);

  @Override
  default Type type() {
    return Type.BOOLEAN;
  }

  @Override
  default Object value(Message message) {
    return switch (test(message)) {
      case TRUE -> true;
      case FALSE -> false;
      case UNKNOWN -> null;
    };
  }

  /** All conditions, from left to right until one is false. */
  record And(List<Condition> operands) implements Condition {

    @Override
    public Truth test(Message message) {
      Truth result = Truth.TRUE;
      for (Condition operand : operands) {
        result = result.and(operand.test(message));
        if (result == Truth.FALSE) {
          break;
        }
      }
      return result;
    }
  }

  /** Any condition, from left to right until one is true. */
  record Or(List<Condition> operands) implements Condition {

    @Override
    public Truth test(Message message) {
      Truth result = Truth.FALSE;
      for (Condition operand : operands) {
        result = result.or(operand.test(message));
        if (result == Truth.TRUE) {
          break;
        }
      }
      return result;
    }
  }

  record Not(Condition operand) implements Condition {

    @Override
    public Truth test(Message message) {
      return operand.test(message).not();
    }
  }

  /** A boolean literal, or an identifier with a boolean value. */
  record BooleanValue(Expression operand) implements Condition {

    @Override
    public Truth test(Message message) {
      return operand.value(message) instanceof Boolean value ? Truth.of(value) : Truth.UNKNOWN;
    }
  }

  record Comparison(Expression left, ComparisonOperator operator, Expression right)
      implements Condition {

    @Override
    public Truth test(Message message) {
      return compare(left.value(message), operator, right.value(message));
    }

    static Truth compare(Object left, ComparisonOperator operator, Object right) {
      if (left == null || right == null) {
        return Truth.UNKNOWN;
      }
      if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
        return Truth.of(Numbers.compare(operator, (Number) left, (Number) right));
      }
      boolean alike =
          (left instanceof String && right instanceof String)
              || (left instanceof Boolean && right instanceof Boolean);
      if (!alike || !operator.isEquality()) {
        return Truth.FALSE;
      }
      return Truth.of(left.equals(right) == (operator == ComparisonOperator.EQUAL));
    }
  }

  record Between(Expression operand, Expression low, Expression high, boolean negated)
      implements Condition {

    @Override
    public Truth test(Message message) {
      Object value = operand.value(message);
      Object lowest = low.value(message);
      Object highest = high.value(message);
      if (negated) {
        return Comparison.compare(value, ComparisonOperator.LESS, lowest)
            .or(Comparison.compare(value, ComparisonOperator.GREATER, highest));
      }
      return Comparison.compare(value, ComparisonOperator.GREATER_OR_EQUAL, lowest)
          .and(Comparison.compare(value, ComparisonOperator.LESS_OR_EQUAL, highest));
    }
  }

  record In(Identifier identifier, Set<String> strings, boolean negated) implements Condition {

    @Override
    public Truth test(Message message) {
      Object value = identifier.value(message);
      if (value == null) {
        return Truth.UNKNOWN;
      }
      return Truth.of(value instanceof String string && strings.contains(string)).notIf(negated);
    }
  }

  record Like(Identifier identifier, LikePattern pattern, boolean negated) implements Condition {

    @Override
    public Truth test(Message message) {
      Object value = identifier.value(message);
      if (value == null) {
        return Truth.UNKNOWN;
      }
      return Truth.of(value instanceof String string && pattern.matches(string)).notIf(negated);
    }
  }

  record IsNull(Identifier identifier, boolean negated) implements Condition {

    @Override
    public Truth test(Message message) {
      return Truth.of((identifier.value(message) == null) != negated);
    }
  }
}
