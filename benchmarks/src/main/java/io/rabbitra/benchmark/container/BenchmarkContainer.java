package io.rabbitra.benchmark.container;

import io.rabbitra.RabbitResourceAdapter;
import io.rabbitra.inbound.RabbitActivationSpec;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An adapter in the least of a server: threads for Work, a Timer and bean instances without
 * transactions. While it is open the adapter logs errors only.
 *
 * <p>Used by one thread at a time; listeners are called by as many as there are workers.
 */
public final class BenchmarkContainer implements AutoCloseable {

  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName("benchmark-work");
            thread.setDaemon(true);
            return thread;
          });
  private final ContainerContext context = new ContainerContext(new ContainerWorkManager(executor));
  private final RabbitResourceAdapter adapter = new RabbitResourceAdapter();
  // Kept, for the level of a logger that nobody holds is forgotten.
  private final Logger logger = Logger.getLogger("io.rabbitra");
  private final Level levelBefore = logger.getLevel();

  /**
   * Starts the adapter with its defaults.
   *
   * @param uri of the broker
   */
  public BenchmarkContainer(String uri) throws ResourceAdapterInternalException {
    this(uri, null);
  }

  /**
   * Starts the adapter.
   *
   * @param uri of the broker
   * @param maxWorkers how many beans may work at once; null for the adapter's default
   */
  public BenchmarkContainer(String uri, Integer maxWorkers)
      throws ResourceAdapterInternalException {
    adapter.setUri(uri);
    if (maxWorkers != null) {
      adapter.setMaxWorkers(maxWorkers);
    }
    logger.setLevel(Level.SEVERE);
    adapter.start(context);
  }

  /** What connection factories and activations are associated with. */
  public RabbitResourceAdapter adapter() {
    return adapter;
  }

  /**
   * Activates a bean that acknowledges when it has returned. Returns at once.
   *
   * @param bean called by several threads at once if there are several sessions
   */
  public void activate(RabbitActivationSpec spec, MessageListener bean) throws ResourceException {
    spec.setResourceAdapter(adapter);
    spec.validate();
    adapter.endpointActivation(new PlainEndpoints(bean), spec);
  }

  /** Deactivates all beans, which waits for those that work, and stops the adapter. */
  @Override
  public void close() {
    adapter.stop();
    context.close();
    executor.shutdown();
    logger.setLevel(levelBefore);
  }
}
