package io.rabbitra.it.delivery;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** A durable subscription, of what is red only. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Topic"),
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.TOPIC),
      @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable"),
      @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "durable"),
      @ActivationConfigProperty(propertyName = "clientId", propertyValue = "it-delivery"),
      @ActivationConfigProperty(propertyName = "messageSelector", propertyValue = "colour = 'red'"),
    })
public class DurableMdb extends Reporting {}
