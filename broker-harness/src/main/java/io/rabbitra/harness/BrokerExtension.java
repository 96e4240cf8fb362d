package io.rabbitra.harness;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods and constructors a parameter of type {@link RabbitBroker} or {@link
 * BrokerAdmin}.
 *
 * <p>One broker serves all tests of a run; it is started when the first test asks for it and closed
 * after the last. A test that breaks its broker must leave it running again, or take one of its own
 * from {@link RabbitBrokers}.
 */
public final class BrokerExtension implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(BrokerExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RabbitBroker.class || type == BrokerAdmin.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RabbitBroker broker =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                SharedBroker.class, type -> new SharedBroker(), SharedBroker.class)
            .broker;
    return parameter.getParameter().getType() == RabbitBroker.class
        ? broker
        : new BrokerAdmin(broker);
  }

  private static final class SharedBroker implements ExtensionContext.Store.CloseableResource {

    private final RabbitBroker broker = RabbitBrokers.start();

    @Override
    public void close() {
      broker.close();
    }
  }
}
