package io.rabbitra.it.app;

import io.rabbitra.AmqpDelivery;
import io.rabbitra.AmqpListener;
import io.rabbitra.it.probe.Events;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.nio.charset.StandardCharsets;

/** Takes messages as they are on the wire, and tells whose class the listener's interface is. */
@MessageDriven(
    messageListenerInterface = AmqpListener.class,
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationName",
          propertyValue = ListeningMdb.QUEUE),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
    })
public class ListeningMdb implements AmqpListener {

  public static final String QUEUE = "it.listening";

  @Override
  public void onMessage(AmqpDelivery delivery) {
    boolean own = AmqpListener.class.getClassLoader() == ListeningMdb.class.getClassLoader();
    Events.all()
        .add(
            new String(delivery.body(), StandardCharsets.UTF_8)
                + (" key=" + delivery.routingKey())
                + (own ? " own classes" : " classes of the adapter"));
  }
}
