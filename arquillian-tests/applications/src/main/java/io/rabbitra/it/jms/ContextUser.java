package io.rabbitra.it.jms;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBContext;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.JMSContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Uses a JMSContext of the container (Jakarta Messaging 3.1, section 12.4). */
abstract class ContextUser {

  @Resource private EJBContext ejb;

  abstract JMSContext context();

  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public String sendWithoutTransaction(String queue) {
    JMSContext context = context();
    context.createProducer().send(context.createQueue(queue), "without");
    return context.createConsumer(context.createQueue(queue)).receiveBody(String.class, 5000);
  }

  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public String sendAndRollBack(String queue) {
    JMSContext context = context();
    context.createProducer().send(context.createQueue(queue), "rolled back");
    // Open Liberty goes on with another context after that.
    String modes = context.getTransacted() + " " + context.getSessionMode();
    ejb.setRollbackOnly();
    return modes;
  }

  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public String forbidden() {
    JMSContext context = context();
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
