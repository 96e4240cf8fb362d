package io.rabbitra.jms;

import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Loads what a ConnectionConsumer reads into the sessions of a ServerSessionPool (Jakarta Messaging
 * 3.1, section 10.2). Several sessions work with messages of one reader, so each is settled by
 * itself.
 *
 * @param maxMessages how many at most a session is loaded with at a time
 */
record ServerSessionFeed(ServerSessionPool pool, int maxMessages) {

  /**
   * Waits for a session, as long as the pool lets it.
   *
   * @throws JMSException the pool has no session; the messages go back
   */
  void feed(Taken first, Reader reader, BooleanSupplier delivering) throws JMSException {
    List<Taken> load = new ArrayList<>();
    boolean loaded = false;
    try {
      for (Taken next = first; next != null; next = another(load, reader, delivering)) {
        load.add(new Taken(next.message(), new OneByOne(next.reader()), next.tag(), next.key()));
      }
      ServerSession server = pool.getServerSession();
      if (!(server.getSession() instanceof RabbitSession session)) {
        throw new JMSException("a ServerSession has a session that is not of this provider");
      }
      session.load(load);
      loaded = true;
      server.start();
    } finally {
      if (!loaded) {
        for (Taken one : load) {
          one.reader().reject(one);
        }
      }
    }
  }

  private Taken another(List<Taken> load, Reader reader, BooleanSupplier delivering)
      throws JMSException {
    return load.size() < maxMessages ? reader.take(0, delivering) : null;
  }
}
