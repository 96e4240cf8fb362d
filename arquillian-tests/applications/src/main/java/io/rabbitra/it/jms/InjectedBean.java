package io.rabbitra.it.jms;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;

/**
 * Names a factory that the application defines; Payara Server appends to a name of the environment.
 */
@Stateless
public class InjectedBean extends ContextUser implements Injected {

  @Inject
  @JMSConnectionFactory(Definitions.UNIFIED)
  private JMSContext context;

  @Override
  JMSContext context() {
    return context;
  }
}
