package io.rabbitra.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.weld.junit.MockBean;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldJunit5Extension;
import org.jboss.weld.junit5.WeldSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WeldJunit5Extension.class)
class OrdersServletTest {
  private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";

  /** Takes so many orders, then says that the broker is gone. */
  private static final class LimitedSender extends OrderSender {
    private final List<Order> sent = new ArrayList<>();
    private int limit = Integer.MAX_VALUE;

    @Override
    public void send(Order order) throws OrderNotSentException {
      if (sent.size() == limit) {
        throw new OrderNotSentException("the order was not sent: no <b>broker</b>", null);
      }
      sent.add(order);
    }
  }

  private record Answer(int status, Map<String, String> headers, JsonObject body) {}

  private final LimitedSender sender = new LimitedSender();

  @WeldSetup
  private final WeldInitiator weld =
      WeldInitiator.from(OrdersServlet.class, OrderBook.class, OrderJson.class)
          .addBeans(MockBean.builder().types(OrderSender.class).creating(sender).build())
          .build();

  @Inject private OrdersServlet servlet;
  @Inject private OrderBook book;

  @Test
  void jsonOrderIsSent() throws IOException {
    Answer answer =
        post(
            "application/json",
            "{\"customer\":\"Zoë\",\"item\":\"lamp\",\"quantity\":2}",
            Map.of());

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().getInt("sent")).isEqualTo(1);
    assertThat(sender.sent).singleElement().extracting(Order::customer).isEqualTo("Zoë");
    assertThat(answer.body().getString("id")).isEqualTo(sender.sent.get(0).id());
    assertThat(book.counts().sent()).isEqualTo(1);
  }

  @Test
  void formOrderIsSent() throws IOException {
    Answer answer = post(FORM, "", Map.of("customer", "Ada", "item", "lamp", "quantity", "3"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(sender.sent).singleElement().extracting(Order::quantity).isEqualTo(3);
  }

  @Test
  void countSendsSoManyDifferentOrders() throws IOException {
    Answer answer = post(null, "", Map.of("count", "1000"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().getInt("sent")).isEqualTo(1000);
    assertThat(sender.sent).extracting(Order::id).doesNotHaveDuplicates().hasSize(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "many", " ", "99999999999"})
  void badCountIsRefused(String count) throws IOException {
    Answer answer = post(null, "", Map.of("count", count));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().getString("error"))
        .startsWith("count is ")
        .endsWith("allowed is a whole number from 1 to 10000");
    assertThat(sender.sent).isEmpty();
  }

  @Test
  void badOrderIsRefusedAndNothingIsSent() throws IOException {
    assertThat(post("application/json", "{}", Map.of()).status()).isEqualTo(400);
    assertThat(post(FORM, "", Map.of("customer", "Ada", "item", "lamp")).status()).isEqualTo(400);
    assertThat(post("application/json", " ".repeat(20_000), Map.of()).body().getString("error"))
        .contains("larger than 16384 bytes");
    assertThat(sender.sent).isEmpty();
    assertThat(book.counts().sent()).isZero();
  }

  @Test
  void jsonSentAsFormIsToldHowToSendIt() throws IOException {
    assertThat(post(FORM, "", Map.of()).body().getString("error"))
        .contains("Content-Type: application/json");
  }

  @Test
  void brokerFailureSaysWhyAndHowManyWereSent() throws IOException {
    sender.limit = 3;

    Answer answer = post(null, "", Map.of("count", "10"));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body().getString("error"))
        .isEqualTo("the order was not sent: no <b>broker</b>");
    assertThat(answer.body().getInt("sent")).isEqualTo(3);
    assertThat(book.counts().sent()).isEqualTo(3);
    assertThat(book.counts().notSent()).isEqualTo(1);
  }

  @Test
  void answerCannotBeTakenForAPage() throws IOException {
    Answer answer = post(null, "", Map.of("count", "1"));

    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("Cache-Control", "no-store");
  }

  private Answer post(String contentType, String body, Map<String, String> parameters)
      throws IOException {
    Map<String, Function<List<Object>, Object>> request = new HashMap<>();
    request.put("setCharacterEncoding", args -> null);
    request.put("getContentType", args -> contentType);
    request.put("getParameter", args -> parameters.get(args.get(0)));
    request.put("getInputStream", args -> new Body(body));

    int[] status = {200};
    Map<String, String> headers = new HashMap<>();
    StringWriter written = new StringWriter();
    Map<String, Function<List<Object>, Object>> response = new HashMap<>();
    response.put("setStatus", args -> status[0] = (int) args.get(0));
    response.put("setContentType", args -> headers.put("Content-Type", (String) args.get(0)));
    response.put("setCharacterEncoding", args -> null);
    response.put("setHeader", args -> headers.put((String) args.get(0), (String) args.get(1)));
    response.put("getWriter", args -> new PrintWriter(written));

    servlet.doPost(
        Stub.of(HttpServletRequest.class, request), Stub.of(HttpServletResponse.class, response));
    try (JsonReader reader = Json.createReader(new StringReader(written.toString()))) {
      return new Answer(status[0], headers, reader.readObject());
    }
  }

  private static final class Body extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    private Body(String text) {
      bytes = new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("the test reads synchronously");
    }
  }
}
