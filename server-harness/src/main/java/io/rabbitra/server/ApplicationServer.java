package io.rabbitra.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A server of one product as a child process that does not outlive this one. Made by {@link
 * ServerKind#create}, it is laid out and not started.
 *
 * <p>To be used by one thread at a time. Every method returns when the server has done it and
 * throws {@link ServerException} if the server refused, or did not do it within minutes.
 */
public interface ApplicationServer extends AutoCloseable {

  ServerKind kind();

  /** The directory in which the commands of the server's page run. */
  Path home();

  /** The address of applications, with a slash at the end; they are at {@code <uri><name>/}. */
  URI uri();

  /** Starts the server and returns when it is ready to deploy. */
  void start();

  /** Stops the server as its operator does. It can be started again, with all that was set up. */
  void stop();

  /** Whether the server's JVM runs. */
  boolean isRunning();

  /** The process id of the server's JVM. */
  long pid();

  /**
   * Does what a reader does with a block of the server's page: runs commands, or writes a file.
   *
   * @return what the commands printed
   */
  String run(PageBlock block);

  /**
   * Runs shell commands in {@link #home}, until the first that fails, with what the tools of this
   * server need in the environment, and with the same replacements as {@link #run}.
   *
   * @return what they printed
   */
  String sh(String commands);

  /** Deploys a war, ear or jar; its context root is the file's name without the extension. */
  void deploy(Path archive);

  /**
   * @param name the file name of a deployed archive
   */
  void undeploy(String name);

  /**
   * Deploys and starts a resource adapter that needs no configuration, with what a server wants
   * besides the file for that.
   */
  default void deployAdapter(Path rar) {
    deploy(rar);
  }

  /** Undoes {@link #deployAdapter}. */
  default void undeployAdapter(String name) {
    undeploy(name);
  }

  /** How delivery to a bean is stopped without an undeployment; empty if the server cannot. */
  default Optional<DeliveryControl> deliveryControl() {
    return Optional.empty();
  }

  /**
   * Whether the server rolls back the transactions of beans that run when their application is
   * undeployed or stopped, so that their messages come again.
   */
  default boolean rollsBackWhenBeansStop() {
    return false;
  }

  /** How the server is suspended; empty if it cannot be. */
  default Optional<Suspension> suspension() {
    return Optional.empty();
  }

  /** Whether beans in an ear can be delivered to by an adapter in the same ear. */
  default boolean supportsAdapterInEar() {
    return true;
  }

  /**
   * Whether {@code @JMSConnectionFactory} takes any name that can be looked up (Jakarta Messaging
   * 3.1, section 12.4.2); else it takes names of the server's configuration.
   */
  default boolean injectsContextsByLookup() {
    return true;
  }

  /**
   * The look-up name of what the server's configuration binds under a name such as {@code jms/x}.
   */
  String jndi(String name);

  /** The log file. */
  Path log();

  /** What to type to manage this server. */
  String managementCommand();

  /** Ends the server, by force if it does not stop, and deletes what it does not need for logs. */
  @Override
  void close();

  /**
   * What a server needs to be laid out.
   *
   * @param distribution the unpacked distribution, which stays as it is
   * @param directory where this server lives; what is there is deleted
   * @param java the home of the JDK that it runs on
   * @param jvmOptions for the server's JVM, such as {@code -Dname=value}
   * @param replacements what stands in pages, and what is used instead: addresses, paths
   */
  record Setup(
      Path distribution,
      Path directory,
      Path java,
      java.util.List<String> jvmOptions,
      Map<String, String> replacements) {}
}
