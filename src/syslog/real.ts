/**
 * A number that is no integer of 32 bits. Files that the kernel is made of as well say so where it is one: there, every other
 * number is such an integer (.ci/kernel-source.mjs).
 */
export type Real = number;
