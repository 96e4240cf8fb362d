package io.rabbitra.it.jms;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Uses a JMSContext of the container (Jakarta Messaging 3.1, section 12.4). */
@Stateless
public class InjectedBean {

  @Inject
  @JMSConnectionFactory(Jndi.POOLED)
  private JMSContext context;

  @Resource private EJBContext ejb;

  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public String sendWithoutTransaction(String queue) {
    context.createProducer().send(context.createQueue(queue), "without");
    return context.createConsumer(context.createQueue(queue)).receiveBody(String.class, 5000);
  }

  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public String sendAndRollBack(String queue) {
    context.createProducer().send(context.createQueue(queue), "rolled back");
    ejb.setRollbackOnly();
    return context.getTransacted() + " " + context.getSessionMode();
  }

  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public String forbidden() {
    Map<String, Check.Action> calls = new LinkedHashMap<>();
    calls.put("setClientID", () -> context.setClientID("c"));
    calls.put("setExceptionListener", () -> context.setExceptionListener(e -> {}));
    calls.put("stop", context::stop);
    calls.put("acknowledge", context::acknowledge);
    calls.put("commit", context::commit);
    calls.put("rollback", context::rollback);
    calls.put("recover", context::recover);
    calls.put("setAutoStart", () -> context.setAutoStart(false));
    calls.put("start", context::start);
    calls.put("close", context::close);
    return calls.entrySet().stream()
        .map(call -> call.getKey() + " " + Check.outcome(call.getValue()))
        .collect(Collectors.joining("\n"));
  }
}
