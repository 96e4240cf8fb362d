package io.rabbitra.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * {@code POST /orders}: one order as JSON object or as form fields {@code customer}, {@code item}
 * and {@code quantity}, or {@code POST /orders?count=n} for n made-up orders.
 *
 * <p>Answers 202 with {@code sent} when the broker has confirmed all of them, 400 with {@code
 * error} when the input is no order, and 503 with {@code error} and {@code sent} when the broker
 * did not confirm one; what comes after that one is not sent.
 */
@WebServlet("/orders")
public class OrdersServlet extends HttpServlet {
  static final int MAX_COUNT = 10_000;
  static final int MAX_BODY_BYTES = 16 * 1024;

  @Inject private transient OrderSender sender;
  @Inject private transient OrderBook book;
  @Inject private transient OrderJson json;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setCharacterEncoding("UTF-8");
    try {
      // With a form this reads the body, which is then only there as parameters.
      String count = request.getParameter("count");
      if (count == null) {
        Order order = one(request);
        send(response, 1, index -> order);
      } else {
        send(
            response,
            wholeNumber("count", count, MAX_COUNT),
            index -> GeneratedOrders.number(index));
      }
    } catch (InvalidOrderException e) {
      JsonResponse.write(
          response,
          HttpServletResponse.SC_BAD_REQUEST,
          Json.createObjectBuilder().add("error", e.getMessage()).build());
    }
  }

  private void send(HttpServletResponse response, int count, IntFunction<Order> orders)
      throws IOException {
    JsonObjectBuilder answer = Json.createObjectBuilder();
    int status = HttpServletResponse.SC_ACCEPTED;
    int sent = 0;
    try {
      while (sent < count) {
        Order order = orders.apply(sent);
        sender.send(order);
        book.sent();
        sent++;
        if (count == 1) {
          answer.add("id", order.id());
        }
      }
    } catch (OrderNotSentException e) {
      book.notSent();
      status = HttpServletResponse.SC_SERVICE_UNAVAILABLE;
      answer.add("error", e.getMessage());
    }
    JsonResponse.write(response, status, answer.add("sent", sent).build());
  }

  private Order one(HttpServletRequest request) throws IOException, InvalidOrderException {
    String type = request.getContentType();
    if (type != null
        && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
      return fromForm(
          request.getParameter("customer"),
          request.getParameter("item"),
          request.getParameter("quantity"));
    }
    byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new InvalidOrderException(
          "the order is larger than " + MAX_BODY_BYTES + " bytes, which is the most allowed");
    }
    return json.fromRequest(new String(body, UTF_8));
  }

  private static Order fromForm(String customer, String item, String quantity)
      throws InvalidOrderException {
    if (customer == null && item == null && quantity == null) {
      throw new InvalidOrderException(
          "the form has none of the fields customer, item and quantity;"
              + " if the order is JSON, send it with Content-Type: application/json");
    }
    return Order.place(customer, item, wholeNumber("quantity", quantity, Order.MAX_QUANTITY));
  }

  private static int wholeNumber(String name, String value, int max) throws InvalidOrderException {
    String allowed = ", allowed is a whole number from 1 to " + max;
    if (value == null || value.isBlank()) {
      throw new InvalidOrderException(name + " is missing" + allowed);
    }
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= 1 && number <= max) {
        return number;
      }
      throw new InvalidOrderException(name + " is " + number + allowed);
    } catch (NumberFormatException e) {
      throw new InvalidOrderException(name + " is no number" + allowed);
    }
  }
}
