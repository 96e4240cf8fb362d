package io.rabbitra;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an exception that a message-driven bean throws, or that causes what it throws: the message
 * goes back to its queue at once, for whoever consumes next, without a delay and without counting
 * towards {@code maxRedeliveries}. The queue's own {@code x-delivery-limit} does count it before
 * RabbitMQ 4.3.
 *
 * @see RequeueNowException
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RequeueNow {}
