package io.rabbitra.it.delivery;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Written for another resource adapter. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "javax.jms.Queue"),
      @ActivationConfigProperty(propertyName = "destination", propertyValue = Names.FORMER_JNDI),
      @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "true"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "3"),
    })
public class FormerMdb extends Reporting {}
