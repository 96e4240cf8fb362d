package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a completion listener may and must not do (Jakarta Messaging 3.1, section 7.3). */
class CompletionCallbackIT extends ApiTestBase {

  private final Completions completions = new Completions();

  CompletionCallbackIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void whatACallbackMustNotCall() throws Exception {
    RabbitConnection connection = connect();
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    MessageProducer producer = session.createProducer(session.createQueue(queueName));
    MessageProducer other = session.createProducer(session.createQueue(queueName));
    for (Callable<Object> forbidden :
        List.<Callable<Object>>of(
            call(producer::close),
            call(session::close),
            call(connection::close),
            call(session::commit),
            call(session::rollback))) {
      assertThat(inCallback(producer, session.createMessage(), forbidden))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(inCallback(producer, session.createMessage(), call(other::close))).isNull();
    assertThat(inCallback(producer, session.createMessage(), call(connection::stop))).isNull();
    session.commit();
    assertThat(admin.readyMessages(queueName)).isEqualTo(7);
  }

  @Test
  void whatACallbackOfTheSimplifiedApiMustNotCall() throws Exception {
    JMSContext context = context(JMSContext.SESSION_TRANSACTED);
    for (Runnable forbidden :
        List.<Runnable>of(context::close, context::commit, context::rollback)) {
      AtomicReference<Exception> thrown = new AtomicReference<>();
      Completions trying = trying(call(forbidden::run), thrown);
      context.createProducer().setAsync(trying).send(queue(context), "x");
      trying.next();
      assertThat(thrown.get()).isInstanceOf(IllegalStateRuntimeException.class);
    }
    assertThatCode(context::commit).doesNotThrowAnyException();
  }

  @Test
  void closeCommitAndRollbackWaitForCallbacks() throws Exception {
    RabbitConnection connection = connect();
    for (String method : List.of("commit", "rollback", "producer", "session", "connection")) {
      Session session = connection.createSession(Session.SESSION_TRANSACTED);
      MessageProducer producer = session.createProducer(session.createQueue(queueName));
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch leave = new CountDownLatch(1);
      Completions slow =
          new Completions() {
            @Override
            public void onCompletion(Message message) {
              entered.countDown();
              awaitLatch(leave);
              super.onCompletion(message);
            }
          };
      producer.send(session.createMessage(), slow);
      awaitLatch(entered);
      Thread caller =
          new Thread(
              () ->
                  run(
                      switch (method) {
                        case "commit" -> call(session::commit);
                        case "rollback" -> call(session::rollback);
                        case "producer" -> call(producer::close);
                        case "session" -> call(session::close);
                        default -> call(connection::close);
                      }));
      caller.start();
      Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);
      assertThat(slow.outcomes).isEmpty();
      leave.countDown();
      caller.join();
      assertThat(slow.outcomes).as(method).hasSize(1);
    }
  }

  @Test
  void callbackMaySend() throws Exception {
    Session session = connect().createSession();
    MessageProducer producer = session.createProducer(session.createQueue(queueName));

    assertThat(
            inCallback(
                producer,
                session.createMessage(),
                call(
                    () -> {
                      producer.send(session.createMessage());
                      producer.send(session.createMessage(), completions);
                    })))
        .isNull();
    completions.next();
    assertThat(admin.readyMessages(queueName)).isEqualTo(3);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Callable<Object> call(Step step) {
    return () -> {
      step.run();
      return null;
    };
  }

  private static void run(Callable<Object> step) {
    try {
      step.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What the step throws in a callback, or null. */
  private static Exception inCallback(MessageProducer producer, Message message, Callable<?> step)
      throws Exception {
    AtomicReference<Exception> thrown = new AtomicReference<>();
    Completions trying = trying(step, thrown);
    producer.send(message, trying);
    trying.next();
    return thrown.get();
  }

  private static Completions trying(Callable<?> step, AtomicReference<Exception> thrown) {
    return new Completions() {
      @Override
      public void onCompletion(Message message) {
        try {
          step.call();
        } catch (Exception e) {
          thrown.set(e);
        }
        super.onCompletion(message);
      }
    };
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
