package io.rabbitra.it.delivery;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Gets what is red, of a queue with all colours. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.SELECTED),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "1"),
      @ActivationConfigProperty(propertyName = "messageSelector", propertyValue = "colour = 'red'"),
    })
public class SelectingMdb extends Reporting {}
