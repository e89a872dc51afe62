package io.tocsin.pipeline.event;

/**
 * One try to deliver a notification.
 *
 * @param notification what to tell; its id is the same on every try
 * @param number 1 for the first try
 * @param at wall time of this try, epoch milliseconds
 */
public record Attempt(Notification notification, int number, long at) {}
