package io.rabbitra.benchmark.server;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;

/**
 * The commands for {@code jboss-cli.sh} that set the server up.
 *
 * @param uri of RabbitMQ
 */
record SetupScript(String uri, Path rar, Path war, List<Bean> beans) {

  /** Instances of beans for all sessions. */
  private static final String POOL =
      """
      /subsystem=ejb3/strict-max-bean-instance-pool=mdb-strict-max-pool:undefine-attribute(name=derive-size)
      /subsystem=ejb3/strict-max-bean-instance-pool=mdb-strict-max-pool:write-attribute(name=max-pool-size, value=32)
      """;

  private static final String ADAPTER =
      """
      deploy %s
      /subsystem=resource-adapters/resource-adapter=rabbitra:add(archive=rabbitra.rar)
      /subsystem=resource-adapters/resource-adapter=rabbitra/config-properties=uri:add(value="%s")
      /subsystem=resource-adapters/resource-adapter=rabbitra:activate
      """;

  /** As the one that WildFly has, but for the sync and what two cannot share. */
  private static final String NOT_SYNCED =
      """
      batch
      /subsystem=messaging-activemq/server=not-synced:add(elytron-domain=ApplicationDomain, journal-sync-transactional=false, journal-sync-non-transactional=false)
      /subsystem=messaging-activemq/server=not-synced/path=bindings-directory:add(path=not-synced/bindings)
      /subsystem=messaging-activemq/server=not-synced/path=journal-directory:add(path=not-synced/journal)
      /subsystem=messaging-activemq/server=not-synced/path=large-messages-directory:add(path=not-synced/largemessages)
      /subsystem=messaging-activemq/server=not-synced/path=paging-directory:add(path=not-synced/paging)
      /subsystem=messaging-activemq/server=not-synced/address-setting=#:add(page-size-bytes=2097152)
      /subsystem=messaging-activemq/server=not-synced/in-vm-acceptor=in-vm:add(server-id=1, params={buffer-pooling=false})
      /subsystem=messaging-activemq/server=not-synced/in-vm-connector=in-vm:add(server-id=1, params={buffer-pooling=false})
      /subsystem=messaging-activemq/server=not-synced/connection-factory=InVmConnectionFactory:add(entries=["java:/NotSyncedConnectionFactory"], connectors=[in-vm])
      /subsystem=messaging-activemq/server=not-synced/pooled-connection-factory=not-synced-ra:add(entries=["java:/JmsNotSynced"], connectors=[in-vm], transaction=xa)
      run-batch
      """;

  /** By default what is more than 10 MB is written to pages and read from there again. */
  private static final String IN_MEMORY =
      """
      /subsystem=messaging-activemq/server=%s/address-setting=#:write-attribute(name=max-size-bytes, value=-1)
      """;

  private static final String QUEUE =
      """
      /subsystem=messaging-activemq/server=%s/jms-queue=%s:add(entries=["%s"])
      """;

  String text() {
    String brokers =
        Adapter.embedded()
            .map(adapter -> IN_MEMORY.formatted(adapter.broker()))
            .collect(joining("", NOT_SYNCED, ""));
    String queues =
        beans.stream()
            .filter(bean -> bean.adapter().isEmbedded())
            .map(SetupScript::queue)
            .collect(joining());
    return POOL + brokers + queues + ADAPTER.formatted(rar, uri) + "deploy " + war + "\n";
  }

  private static String queue(Bean bean) {
    return QUEUE.formatted(bean.adapter().broker(), bean.queue(), Adapter.JNDI + bean.queue());
  }
}
