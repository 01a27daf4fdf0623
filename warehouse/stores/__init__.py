"""Where the files of a lake are: a folder of this machine or a bucket of S3-compatible storage."""
