package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Deliveries as from a channel. */
final class Deliveries {

  private Deliveries() {}

  static Delivery of(long tag) {
    return of(tag, false, new AMQP.BasicProperties());
  }

  static Delivery of(long tag, boolean redelivered, AMQP.BasicProperties properties) {
    return new Delivery(
        new Envelope(tag, redelivered, "exchange", "key"),
        properties,
        ("message " + tag).getBytes(StandardCharsets.UTF_8));
  }

  static List<Delivery> range(long from, long to) {
    List<Delivery> deliveries = new ArrayList<>();
    for (long tag = from; tag <= to; tag++) {
      deliveries.add(of(tag));
    }
    return deliveries;
  }
}
