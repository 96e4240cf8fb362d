package io.rabbitra.inbound;

/**
 * An activation property of another adapter (Artemis, generic-jms-ra, ActiveMQ, Open MQ) that an
 * application may still have. Each has a setter in {@link FormerActivationProperties}.
 */
enum FormerSpelling {
  CLIENT_ID("clientID", FormerTarget.CLIENT_ID),
  DESTINATION_JNDI_NAME("destinationJndiName", FormerTarget.DESTINATION_LOOKUP),
  CONNECTION_FACTORY("connectionFactory", FormerTarget.CONNECTION_FACTORY_LOOKUP),
  MAX_SESSION("maxSession", FormerTarget.MAX_SESSIONS),
  ENDPOINT_POOL_MAX_SIZE("endpointPoolMaxSize", FormerTarget.MAX_SESSIONS),
  MIN_SESSION("minSession", FormerTarget.MIN_SESSIONS),
  SETUP_INTERVAL("setupInterval", FormerTarget.RECONNECT_INTERVAL),
  RETRY_INTERVAL("retryInterval", FormerTarget.RECONNECT_INTERVAL),
  RETRY_INTERVAL_MULTIPLIER("retryIntervalMultiplier", FormerTarget.RECONNECT_BACKOFF),
  MAX_RETRY_INTERVAL("maxRetryInterval", FormerTarget.MAX_RECONNECT_INTERVAL),
  DLQ_MAX_RESENT("DLQMaxResent", FormerTarget.MAX_REDELIVERIES),
  MAXIMUM_REDELIVERIES("maximumRedeliveries", FormerTarget.MAX_REDELIVERIES),
  REDELIVERY_ATTEMPTS("redeliveryAttempts", FormerTarget.MAX_REDELIVERIES),
  ENDPOINT_EXCEPTION_REDELIVERY_ATTEMPTS(
      "endpointExceptionRedeliveryAttempts", FormerTarget.MAX_REDELIVERIES),
  INITIAL_REDELIVERY_DELAY("initialRedeliveryDelay", FormerTarget.REDELIVERY_DELAY),
  REDELIVERY_INTERVAL("redeliveryInterval", FormerTarget.REDELIVERY_DELAY),
  ENDPOINT_EXCEPTION_REDELIVERY_INTERVAL(
      "endpointExceptionRedeliveryInterval", FormerTarget.REDELIVERY_DELAY),
  REDELIVERY_BACK_OFF_MULTIPLIER("redeliveryBackOffMultiplier", FormerTarget.REDELIVERY_BACKOFF),
  MAXIMUM_REDELIVERY_DELAY("maximumRedeliveryDelay", FormerTarget.MAX_REDELIVERY_DELAY),
  /** A name, or a JNDI name; see {@link FormerSpellings}. */
  DESTINATION("destination"),
  /** Which of them; see {@link FormerSpellings}. */
  USE_JNDI("useJNDI"),
  SETUP_ATTEMPTS("setupAttempts", "an endpoint tries until it is deactivated"),
  RECONNECT_ATTEMPTS("reconnectAttempts", "an endpoint tries until it is deactivated"),
  MAX_MESSAGES("maxMessages", "write prefetch"),
  MAX_MESSAGES_PER_SESSIONS("maxMessagesPerSessions", "write prefetch"),
  CONSUMER_WINDOW_SIZE("consumerWindowSize", "write prefetch"),
  TRANSACTION_TIMEOUT("transactionTimeout", "the server has the timeout of a transaction"),
  USE_LOCAL_TX("useLocalTx", "the bean's transaction attribute decides"),
  USE_RA_MANAGED_TRANSACTION("useRAManagedTransaction", "the bean's transaction attribute decides"),
  ALLOW_LOCAL_TRANSACTIONS("allowLocalTransactions", "the bean's transaction attribute decides"),
  ENABLE_BATCH("enableBatch", "write acknowledgeMode = Dups-ok-acknowledge"),
  PRE_ACKNOWLEDGE("preAcknowledge", "a message is acknowledged after it was processed"),
  H_A("HA", "write all addresses in uri"),
  REBALANCE_CONNECTIONS("rebalanceConnections", "write all addresses in uri, and shuffleAddresses"),
  CONNECTOR_CLASS_NAME("connectorClassName", "write uri"),
  CONNECTION_PARAMETERS("connectionParameters", "write uri"),
  ADDRESS_LIST("addressList", "write uri"),
  JNDI_PARAMS("jndiParams", "names are looked up in the server"),
  JNDI_PARAMETERS("jndiParameters", "names are looked up in the server"),
  PROVIDER_ADAPTER_JNDI("providerAdapterJNDI", "write connectionFactoryLookup"),
  QUEUE_PREFIX("queuePrefix", "write the whole name as destinationName"),
  TOPIC_PREFIX("topicPrefix", "write the whole name as destinationName"),
  SINGLE_CONNECTION("singleConnection", "the sessions of a bean share a connection"),
  USE_CONNECTION_PER_HANDLER(
      "useConnectionPerHandler", "the sessions of a bean share a connection"),
  USE_DLQ("useDLQ", "write deadLetterQueue"),
  DLQ_JNDI_NAME("DLQJNDIName", "write deadLetterQueue"),
  DLQ_HANDLER("DLQHandler", "write deadLetterQueue"),
  REDELIVERY_USE_EXPONENTIAL_BACK_OFF("redeliveryUseExponentialBackOff", "write redeliveryBackoff"),
  KEEP_ALIVE("keepAlive", "write minSessions"),
  KEEP_ALIVE_MILLIS("keepAliveMillis", "write minSessions"),
  CONNECTION_TTL("connectionTTL", "write heartbeat"),
  CLIENT_FAILURE_CHECK_PERIOD("clientFailureCheckPeriod", "write heartbeat"),
  CALL_TIMEOUT("callTimeout", "write connectionTimeout"),
  NO_LOCAL("noLocal", "the connection of a bean sends nothing"),
  FORCE_CLEAR_ON_SHUTDOWN("forceClearOnShutdown", "write drainTimeout"),
  FORCE_CLEAR_ON_SHUTDOWN_INTERVAL("forceClearOnShutdownInterval", "write drainTimeout"),
  FORCE_CLEAR_ATTEMPTS("forceClearAttempts", "write drainTimeout");

  private final String property;

  /** Null if no property stands for it. */
  private final FormerTarget target;

  /** Why it does nothing, or what to write; null if it does something. */
  private final String advice;

  FormerSpelling(String property) {
    this.property = property;
    this.target = null;
    this.advice = null;
  }

  FormerSpelling(String property, FormerTarget target) {
    this.property = property;
    this.target = target;
    this.advice = null;
  }

  FormerSpelling(String property, String advice) {
    this.property = property;
    this.target = null;
    this.advice = advice;
  }

  String property() {
    return property;
  }

  FormerTarget target() {
    return target;
  }

  String advice() {
    return advice;
  }
}
