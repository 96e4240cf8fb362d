package io.rabbitra.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * Orders as JSON, in requests and in messages. Requests are read strictly, so that a misspelt field
 * is told; messages are read tolerantly, so that a newer sender may add fields. Any thread.
 */
@ApplicationScoped
public class OrderJson {
  private static final Set<String> REQUEST_FIELDS = Set.of("customer", "item", "quantity");

  // JsonProvider.provider() searches the class path, which is too slow to do for each message.
  private final JsonProvider json = JsonProvider.provider();

  /** The body of a message. */
  public String toMessage(Order order) {
    return json.createObjectBuilder()
        .add("id", order.id())
        .add("customer", order.customer())
        .add("item", order.item())
        .add("quantity", order.quantity())
        .add("createdAt", order.createdAt().toString())
        .build()
        .toString();
  }

  /**
   * The order in the body of a message.
   *
   * @throws InvalidOrderException if it is no JSON object or a field is missing or not valid
   */
  public Order fromMessage(String body) throws InvalidOrderException {
    JsonObject object = object(body);
    return Order.of(
        text(object, "id"),
        text(object, "customer"),
        text(object, "item"),
        quantity(object),
        instant(object));
  }

  /**
   * A new order from the body of a request.
   *
   * @throws InvalidOrderException if it is no JSON object, a field is missing or not valid, or
   *     there is a field that no order has
   */
  public Order fromRequest(String body) throws InvalidOrderException {
    JsonObject object = object(body);
    Set<String> unknown = new TreeSet<>(object.keySet());
    unknown.removeAll(REQUEST_FIELDS);
    if (!unknown.isEmpty()) {
      throw new InvalidOrderException(
          "unknown field " + unknown + ", allowed are " + new TreeSet<>(REQUEST_FIELDS));
    }
    return Order.place(text(object, "customer"), text(object, "item"), quantity(object));
  }

  private JsonObject object(String body) throws InvalidOrderException {
    if (body == null || body.isBlank()) {
      throw new InvalidOrderException("the order is empty, needed is a JSON object");
    }
    try (JsonParser parser = json.createParser(new StringReader(body))) {
      if (parser.next() != JsonParser.Event.START_OBJECT) {
        throw new InvalidOrderException("the order is JSON, but needed is a JSON object");
      }
      JsonObject object = parser.getObject();
      if (parser.hasNext()) {
        throw new InvalidOrderException("the order is not JSON: something follows the object");
      }
      return object;
    } catch (JsonParsingException e) {
      throw new InvalidOrderException(
          "the order is not JSON: error in line %d, column %d"
              .formatted(e.getLocation().getLineNumber(), e.getLocation().getColumnNumber()));
    } catch (RuntimeException e) {
      // Not only JsonException: Parsson answers input that is nested too deeply with this class.
      throw new InvalidOrderException("the order is not JSON that can be read");
    }
  }

  private static String text(JsonObject object, String field) throws InvalidOrderException {
    JsonValue value = object.get(field);
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    if (value instanceof JsonString string) {
      return string.getString();
    }
    throw new InvalidOrderException(
        field + " is a JSON " + kind(value) + ", allowed is a JSON string");
  }

  private static int quantity(JsonObject object) throws InvalidOrderException {
    JsonValue value = object.get("quantity");
    if (value instanceof JsonNumber number) {
      try {
        return number.intValueExact();
      } catch (ArithmeticException e) {
        throw new InvalidOrderException(
            "quantity is no whole number in range, allowed is 1 to " + Order.MAX_QUANTITY);
      }
    }
    String given = value == null ? "missing" : "a JSON " + kind(value);
    throw new InvalidOrderException(
        "quantity is " + given + ", allowed is a JSON number from 1 to " + Order.MAX_QUANTITY);
  }

  private static Instant instant(JsonObject object) throws InvalidOrderException {
    String text = text(object, "createdAt");
    try {
      return Instant.parse(text == null ? "" : text);
    } catch (DateTimeException e) {
      throw new InvalidOrderException("createdAt is missing or no ISO-8601 instant");
    }
  }

  private static String kind(JsonValue value) {
    return switch (value.getValueType()) {
      case ARRAY -> "array";
      case OBJECT -> "object";
      case STRING -> "string";
      case NUMBER -> "number";
      case TRUE, FALSE -> "boolean";
      case NULL -> "null";
    };
  }
}
