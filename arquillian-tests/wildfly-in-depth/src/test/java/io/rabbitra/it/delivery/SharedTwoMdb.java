package io.rabbitra.it.delivery;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** One of two beans with the same subscription. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Topic"),
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.TOPIC),
      @ActivationConfigProperty(propertyName = "shareSubscriptions", propertyValue = "true"),
      @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "shared"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "1"),
    })
public class SharedTwoMdb extends Reporting {}
