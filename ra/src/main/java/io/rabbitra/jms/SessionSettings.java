package io.rabbitra.jms;

import io.rabbitra.message.MessageMapper;
import io.rabbitra.work.AdapterThreads;
import java.time.Duration;

/**
 * What all sessions of one connection factory have in common.
 *
 * @param confirmTimeout how long a send waits for leave to publish, and then for the confirm
 * @param prefetch basic.qos of a consumer
 * @param declareQueues whether queues that {@code createQueue} names are declared
 * @param txMode how a transacted session sends
 * @param memory of deliveries, shared by all sessions of the factory
 * @param threads where listeners run
 */
public record SessionSettings(
    Duration confirmTimeout,
    int prefetch,
    boolean declareQueues,
    TxMode txMode,
    MessageMapper mapper,
    DeliveryMemory memory,
    AdapterThreads threads) {}
