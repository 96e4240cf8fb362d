package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import io.rabbitra.message.RabbitObjectMessageTest.Gadget;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Generates messages that any AMQP program might send, and some that only an attacker would, as far
 * as brokers take them: they refuse headers with NaN or infinite numbers, other delivery modes, and
 * CC and BCC that are no lists of names.
 */
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
final class HostileMessages {

  private static final List<String> CONTENT_TYPES =
      List.of(
          "text/plain",
          "text/plain; charset=",
          "text/plain; charset=utf-16",
          "TEXT/html;charset=\"iso-8859-1\"",
          "text/plain; charset=no-such",
          "application/json",
          "application/octet-stream",
          "application/x-java-serialized-object",
          "amqp/map",
          "amqp/list",
          "AMQP/Map; x=y",
          "image/png",
          ";;;",
          "");

  private static final List<String> ENCODINGS =
      List.of("UTF-8", "gzip", "", "utf-16", "?%", "8bit");

  private static final List<String> HEADERS =
      List.of(
          "x-opt-jms-msg-type",
          "timestamp_in_ms",
          "x-opt-delivery-time",
          "x-correlation-id-type",
          "x-acquired-count",
          "x-delivery-count",
          "x-stream-offset",
          "x-received-from",
          "x-first-death-queue",
          "x-last-death-reason",
          "rabbitra-expiration",
          "rabbitra-sender",
          "rabbitra-chars",
          "rabbitra-property-CC",
          "rabbitra-property-",
          "JMSType",
          "JMSMessageID",
          "JMSCorrelationID",
          "JMSTimestamp",
          "JMSExpiration",
          "JMSPriority",
          "JMSDestination",
          "JMSXGroupID",
          "JMSXGroupSeq",
          "JMSXDeliveryCount",
          "JMSXUserID",
          "NULL",
          "a b");

  private final Random random;

  HostileMessages(long seed) {
    this.random = new Random(seed);
  }

  AMQP.BasicProperties properties() {
    return new AMQP.BasicProperties.Builder()
        .contentType(maybe(oneOf(CONTENT_TYPES)))
        .contentEncoding(random.nextInt(4) == 0 ? oneOf(ENCODINGS) : null)
        .headers(maybe(headers()))
        .deliveryMode(maybe(1 + random.nextInt(2)))
        .priority(maybe(random.nextInt(256)))
        .correlationId(maybe(text(60)))
        .replyTo(maybe(replyTo()))
        .expiration(maybe(Long.toString(600_000 + random.nextInt(1_000_000_000))))
        .messageId(maybe(text(60)))
        .timestamp(maybe(new Date(1000L * random.nextInt())))
        .type(maybe(random.nextInt(9) == 0 ? "amqp-1.0" : text(60)))
        .appId(maybe(text(60)))
        .clusterId(random.nextInt(9) == 0 ? text(60) : null)
        .build();
  }

  byte[] body() throws Exception {
    byte[] body =
        switch (random.nextInt(6)) {
          case 0 -> new byte[0];
          case 1 -> bytes(300);
          case 2 -> text(300).getBytes(StandardCharsets.UTF_8);
          case 3 -> table();
          case 4 -> list();
          default -> SerializedObjects.write(object());
        };
    return random.nextInt(3) == 0 ? damaged(body) : body;
  }

  private byte[] damaged(byte[] body) {
    byte[] damaged = java.util.Arrays.copyOf(body, random.nextInt(body.length + 1));
    for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    return damaged;
  }

  private Serializable object() {
    return switch (random.nextInt(4)) {
      case 0 -> new Gadget();
      case 1 -> text(50);
      case 2 -> new ArrayList<>(List.of(1, text(9), new ArrayList<>(List.of(2L))));
      default -> new HashMap<>(Map.of(text(5) + "k", random.nextLong(), "g", new int[3]));
    };
  }

  private byte[] table() throws Exception {
    RabbitMapMessage map = new RabbitMapMessage();
    for (int i = random.nextInt(9); i > 0; i--) {
      map.setObject("n" + text(20), bodyValue());
    }
    return map.wireBody().bytes();
  }

  private byte[] list() throws Exception {
    RabbitStreamMessage stream = new RabbitStreamMessage();
    for (int i = random.nextInt(9); i > 0; i--) {
      stream.writeObject(bodyValue());
    }
    return stream.wireBody().bytes();
  }

  private Object bodyValue() {
    Object value = value(9);
    return ValueConversion.isBodyValue(value) ? value : 'c';
  }

  private Map<String, Object> headers() {
    Map<String, Object> headers = new HashMap<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      headers.put(random.nextBoolean() ? oneOf(HEADERS) : text(40), value(0));
    }
    headers.remove("CC");
    headers.remove("BCC");
    return headers;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth < 9 ? 16 : 13)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (byte) random.nextInt();
      case 3 -> (short) random.nextInt();
      case 4 -> random.nextInt();
      case 5 -> random.nextLong();
      case 6 -> random.nextFloat();
      case 7 -> random.nextGaussian() * 1e300;
      case 8 -> new BigDecimal(BigInteger.valueOf(random.nextInt()), random.nextInt(256));
      case 9 -> new Date(1000L * random.nextInt());
      case 10 -> bytes(20);
      case 11 -> random.nextInt(3) == 0 ? "TextMessage" : Long.toString(random.nextLong());
      case 12 -> text(200);
      case 13 -> List.of(text(5), new ArrayList<>(java.util.Arrays.asList(value(depth + 1))));
      default -> table(depth);
    };
  }

  private Map<String, Object> table(int depth) {
    Map<String, Object> table = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      table.put(text(20), value(depth + 1));
    }
    return table;
  }

  private String replyTo() {
    return switch (random.nextInt(5)) {
      case 0 -> "";
      case 1 -> "/exchanges/%zz/" + text(10);
      case 2 -> "/queues/%" + text(10);
      case 3 -> "amq.rabbitmq.reply-to.g2dkAA.x==";
      default -> text(80);
    };
  }

  private String text(int max) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(max + 1); i > 0; i--) {
      text.append(
          (char) (random.nextInt(3) == 0 ? random.nextInt(0xd800) : 32 + random.nextInt(95)));
    }
    return text.toString();
  }

  private byte[] bytes(int max) {
    byte[] bytes = new byte[random.nextInt(max + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private <T> T maybe(T value) {
    return random.nextBoolean() ? value : null;
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
