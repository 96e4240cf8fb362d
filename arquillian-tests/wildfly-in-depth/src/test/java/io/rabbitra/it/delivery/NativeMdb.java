package io.rabbitra.it.delivery;

import io.rabbitra.AmqpDelivery;
import io.rabbitra.AmqpListener;
import io.rabbitra.it.probe.Events;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.nio.charset.StandardCharsets;

/** Wants AMQP as it is, and to know when its queue goes and comes. */
@MessageDriven(
    messageListenerInterface = AmqpListener.class,
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.NATIVE),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "reconnectInterval", propertyValue = "200"),
      @ActivationConfigProperty(propertyName = "maxReconnectInterval", propertyValue = "1000"),
    })
public class NativeMdb implements AmqpListener {

  @Override
  public void onMessage(AmqpDelivery delivery) throws Exception {
    String text = new String(delivery.body(), StandardCharsets.UTF_8);
    Events.all()
        .add(
            ("NativeMdb " + text)
                + (" queue=" + delivery.queue())
                + (" key=" + delivery.routingKey())
                + (" header=" + delivery.properties().header("shape"))
                + (" redelivered=" + delivery.redelivered())
                + (" count=" + delivery.deliveryCount()));
    if (text.startsWith("fail") && !delivery.redelivered()) {
      throw new Exception("on purpose");
    }
  }

  @Override
  public void onCancelled(String reason) {
    Events.all().add("NativeMdb cancelled");
  }

  @Override
  public void onReactivated() {
    Events.all().add("NativeMdb reactivated");
  }
}
