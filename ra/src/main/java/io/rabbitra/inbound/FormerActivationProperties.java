package io.rabbitra.inbound;

/**
 * The setters of properties that other adapters have and this one has not, so that an application
 * written for them can be deployed. They take text and are write-only, for some servers find the
 * type of a property by its getter. {@link FormerSpellings} says what becomes of the values, and
 * what to write instead.
 */
public abstract class FormerActivationProperties extends DeliveryActivationProperties {

  private static final long serialVersionUID = 1L;

  private final FormerSpellings former = new FormerSpellings();

  /** What was written. */
  FormerSpellings former() {
    return former;
  }

  private void former(FormerSpelling spelling, String value) {
    former.put(spelling, value);
  }

  @Override
  public void setDestination(String destination) {
    super.setDestination(destination);
    former(FormerSpelling.DESTINATION, destination);
  }

  public void setClientID(String clientID) {
    former(FormerSpelling.CLIENT_ID, clientID);
  }

  public void setDestinationJndiName(String destinationJndiName) {
    former(FormerSpelling.DESTINATION_JNDI_NAME, destinationJndiName);
  }

  public void setConnectionFactory(String connectionFactory) {
    former(FormerSpelling.CONNECTION_FACTORY, connectionFactory);
  }

  public void setMaxSession(String maxSession) {
    former(FormerSpelling.MAX_SESSION, maxSession);
  }

  public void setEndpointPoolMaxSize(String endpointPoolMaxSize) {
    former(FormerSpelling.ENDPOINT_POOL_MAX_SIZE, endpointPoolMaxSize);
  }

  public void setMinSession(String minSession) {
    former(FormerSpelling.MIN_SESSION, minSession);
  }

  public void setSetupInterval(String setupInterval) {
    former(FormerSpelling.SETUP_INTERVAL, setupInterval);
  }

  public void setRetryInterval(String retryInterval) {
    former(FormerSpelling.RETRY_INTERVAL, retryInterval);
  }

  public void setRetryIntervalMultiplier(String retryIntervalMultiplier) {
    former(FormerSpelling.RETRY_INTERVAL_MULTIPLIER, retryIntervalMultiplier);
  }

  public void setMaxRetryInterval(String maxRetryInterval) {
    former(FormerSpelling.MAX_RETRY_INTERVAL, maxRetryInterval);
  }

  public void setDLQMaxResent(String dlqMaxResent) {
    former(FormerSpelling.DLQ_MAX_RESENT, dlqMaxResent);
  }

  public void setMaximumRedeliveries(String maximumRedeliveries) {
    former(FormerSpelling.MAXIMUM_REDELIVERIES, maximumRedeliveries);
  }

  public void setRedeliveryAttempts(String redeliveryAttempts) {
    former(FormerSpelling.REDELIVERY_ATTEMPTS, redeliveryAttempts);
  }

  public void setEndpointExceptionRedeliveryAttempts(String endpointExceptionRedeliveryAttempts) {
    former(
        FormerSpelling.ENDPOINT_EXCEPTION_REDELIVERY_ATTEMPTS, endpointExceptionRedeliveryAttempts);
  }

  public void setInitialRedeliveryDelay(String initialRedeliveryDelay) {
    former(FormerSpelling.INITIAL_REDELIVERY_DELAY, initialRedeliveryDelay);
  }

  public void setRedeliveryInterval(String redeliveryInterval) {
    former(FormerSpelling.REDELIVERY_INTERVAL, redeliveryInterval);
  }

  public void setEndpointExceptionRedeliveryInterval(String endpointExceptionRedeliveryInterval) {
    former(
        FormerSpelling.ENDPOINT_EXCEPTION_REDELIVERY_INTERVAL, endpointExceptionRedeliveryInterval);
  }

  public void setRedeliveryBackOffMultiplier(String redeliveryBackOffMultiplier) {
    former(FormerSpelling.REDELIVERY_BACK_OFF_MULTIPLIER, redeliveryBackOffMultiplier);
  }

  public void setMaximumRedeliveryDelay(String maximumRedeliveryDelay) {
    former(FormerSpelling.MAXIMUM_REDELIVERY_DELAY, maximumRedeliveryDelay);
  }

  public void setUseJNDI(String useJNDI) {
    former(FormerSpelling.USE_JNDI, useJNDI);
  }

  public void setUseJndi(String useJndi) {
    former(FormerSpelling.USE_JNDI, useJndi);
  }

  public void setSetupAttempts(String setupAttempts) {
    former(FormerSpelling.SETUP_ATTEMPTS, setupAttempts);
  }

  public void setReconnectAttempts(String reconnectAttempts) {
    former(FormerSpelling.RECONNECT_ATTEMPTS, reconnectAttempts);
  }

  public void setMaxMessages(String maxMessages) {
    former(FormerSpelling.MAX_MESSAGES, maxMessages);
  }

  public void setMaxMessagesPerSessions(String maxMessagesPerSessions) {
    former(FormerSpelling.MAX_MESSAGES_PER_SESSIONS, maxMessagesPerSessions);
  }

  public void setConsumerWindowSize(String consumerWindowSize) {
    former(FormerSpelling.CONSUMER_WINDOW_SIZE, consumerWindowSize);
  }

  public void setTransactionTimeout(String transactionTimeout) {
    former(FormerSpelling.TRANSACTION_TIMEOUT, transactionTimeout);
  }

  public void setUseLocalTx(String useLocalTx) {
    former(FormerSpelling.USE_LOCAL_TX, useLocalTx);
  }

  public void setUseRAManagedTransaction(String useRAManagedTransaction) {
    former(FormerSpelling.USE_RA_MANAGED_TRANSACTION, useRAManagedTransaction);
  }

  public void setAllowLocalTransactions(String allowLocalTransactions) {
    former(FormerSpelling.ALLOW_LOCAL_TRANSACTIONS, allowLocalTransactions);
  }

  public void setEnableBatch(String enableBatch) {
    former(FormerSpelling.ENABLE_BATCH, enableBatch);
  }

  public void setPreAcknowledge(String preAcknowledge) {
    former(FormerSpelling.PRE_ACKNOWLEDGE, preAcknowledge);
  }

  public void setHA(String ha) {
    former(FormerSpelling.H_A, ha);
  }

  public void setRebalanceConnections(String rebalanceConnections) {
    former(FormerSpelling.REBALANCE_CONNECTIONS, rebalanceConnections);
  }

  public void setConnectorClassName(String connectorClassName) {
    former(FormerSpelling.CONNECTOR_CLASS_NAME, connectorClassName);
  }

  public void setConnectionParameters(String connectionParameters) {
    former(FormerSpelling.CONNECTION_PARAMETERS, connectionParameters);
  }

  public void setAddressList(String addressList) {
    former(FormerSpelling.ADDRESS_LIST, addressList);
  }

  public void setJndiParams(String jndiParams) {
    former(FormerSpelling.JNDI_PARAMS, jndiParams);
  }

  public void setJndiParameters(String jndiParameters) {
    former(FormerSpelling.JNDI_PARAMETERS, jndiParameters);
  }

  public void setProviderAdapterJNDI(String providerAdapterJNDI) {
    former(FormerSpelling.PROVIDER_ADAPTER_JNDI, providerAdapterJNDI);
  }

  public void setQueuePrefix(String queuePrefix) {
    former(FormerSpelling.QUEUE_PREFIX, queuePrefix);
  }

  public void setTopicPrefix(String topicPrefix) {
    former(FormerSpelling.TOPIC_PREFIX, topicPrefix);
  }

  public void setSingleConnection(String singleConnection) {
    former(FormerSpelling.SINGLE_CONNECTION, singleConnection);
  }

  public void setUseConnectionPerHandler(String useConnectionPerHandler) {
    former(FormerSpelling.USE_CONNECTION_PER_HANDLER, useConnectionPerHandler);
  }

  public void setUseDLQ(String useDLQ) {
    former(FormerSpelling.USE_DLQ, useDLQ);
  }

  public void setDLQJNDIName(String dlqJndiName) {
    former(FormerSpelling.DLQ_JNDI_NAME, dlqJndiName);
  }

  public void setDLQHandler(String dlqHandler) {
    former(FormerSpelling.DLQ_HANDLER, dlqHandler);
  }

  public void setRedeliveryUseExponentialBackOff(String redeliveryUseExponentialBackOff) {
    former(FormerSpelling.REDELIVERY_USE_EXPONENTIAL_BACK_OFF, redeliveryUseExponentialBackOff);
  }

  public void setKeepAlive(String keepAlive) {
    former(FormerSpelling.KEEP_ALIVE, keepAlive);
  }

  public void setKeepAliveMillis(String keepAliveMillis) {
    former(FormerSpelling.KEEP_ALIVE_MILLIS, keepAliveMillis);
  }

  public void setConnectionTTL(String connectionTTL) {
    former(FormerSpelling.CONNECTION_TTL, connectionTTL);
  }

  public void setClientFailureCheckPeriod(String clientFailureCheckPeriod) {
    former(FormerSpelling.CLIENT_FAILURE_CHECK_PERIOD, clientFailureCheckPeriod);
  }

  public void setCallTimeout(String callTimeout) {
    former(FormerSpelling.CALL_TIMEOUT, callTimeout);
  }

  public void setNoLocal(String noLocal) {
    former(FormerSpelling.NO_LOCAL, noLocal);
  }

  public void setForceClearOnShutdown(String forceClearOnShutdown) {
    former(FormerSpelling.FORCE_CLEAR_ON_SHUTDOWN, forceClearOnShutdown);
  }

  public void setForceClearOnShutdownInterval(String forceClearOnShutdownInterval) {
    former(FormerSpelling.FORCE_CLEAR_ON_SHUTDOWN_INTERVAL, forceClearOnShutdownInterval);
  }

  public void setForceClearAttempts(String forceClearAttempts) {
    former(FormerSpelling.FORCE_CLEAR_ATTEMPTS, forceClearAttempts);
  }
}
