package io.rabbitra.it.chaos;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One loop for each queue that is sent to, on a thread of the server. What a loop has not got
 * confirmed it does not send again: it sends the next.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Producers {

  private static final long PAUSE_MILLIS = 10;

  /** The pool writes a stack trace into the server's log for every connection it cannot open. */
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 250;

  private static final int PER_TRANSACTION = 5;

  @Resource private ManagedExecutorService executor;

  @Resource private UserTransaction transaction;

  @Resource(lookup = "java:/jms/Pooled")
  private ConnectionFactory factory;

  private final Map<String, Loop> loops = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** Begins to send to the queue, each message for itself or some in a transaction. */
  public void start(String queue, boolean inTransactions) {
    Loop loop = new Loop(queue, inTransactions);
    loops.put(queue, loop);
    loop.live.incrementAndGet();
    executor.execute(loop);
  }

  /** Stops sending to the queue. */
  public void stop(String queue) {
    Loop loop = loops.get(queue);
    if (loop != null) {
      loop.wanted = false;
    }
  }

  /** How many loops run that send to the queue. */
  public int live(String queue) {
    Loop loop = loops.get(queue);
    return loop == null ? 0 : loop.live.get();
  }

  @PreDestroy
  void stopAll() {
    loops.values().forEach(loop -> loop.wanted = false);
  }

  private void send(String queue, List<String> ids) {
    try (JMSContext context = factory.createContext()) {
      ids.forEach(id -> context.createProducer().send(context.createQueue(queue), id));
    }
  }

  private void sendInTransaction(String queue, List<String> ids)
      throws NotSupportedException,
          SystemException,
          RollbackException,
          HeuristicMixedException,
          HeuristicRollbackException {
    transaction.begin();
    boolean sent = false;
    try {
      send(queue, ids);
      sent = true;
    } finally {
      if (!sent) {
        transaction.rollback();
      }
    }
    transaction.commit();
  }

  private final class Loop implements Runnable {

    private final String queue;
    private final boolean inTransactions;
    private final AtomicInteger live = new AtomicInteger();
    private volatile boolean wanted = true;

    Loop(String queue, boolean inTransactions) {
      this.queue = queue;
      this.inTransactions = inTransactions;
    }

    @Override
    public void run() {
      try {
        while (wanted) {
          boolean sent = sendSome();
          TimeUnit.MILLISECONDS.sleep(sent ? PAUSE_MILLIS : PAUSE_AFTER_FAILURE_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        live.decrementAndGet();
      }
    }

    private boolean sendSome() {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < (inTransactions ? PER_TRANSACTION : 1); i++) {
        ids.add(nextId());
      }
      try {
        if (inTransactions) {
          sendInTransaction(queue, ids);
        } else {
          send(queue, ids);
        }
        ids.forEach(Ledger::sent);
        return true;
      } catch (JMSRuntimeException
          | NotSupportedException
          | SystemException
          | RollbackException
          | HeuristicMixedException
          | HeuristicRollbackException
          | IllegalStateException e) {
        Ledger.lines("failed").add(ids + " " + e);
        return false;
      }
    }

    private String nextId() {
      long number = numbers.incrementAndGet();
      boolean deleted = queue.equals("chaos.deleted");
      String fate =
          deleted ? "" : number % 97 == 0 ? "-poison" : number % 31 == 0 ? "-unlucky" : "";
      return queue + "-" + number + fate;
    }
  }
}
